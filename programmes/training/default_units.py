"""Five short units of ours. A programme switches them on and makes them its own (R12). Words, not code."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models.trainings import Audience


@dataclass(frozen=True)
class Asked:
    """A question with one right answer, and why it is right."""

    question: Any
    right: Any
    wrong: tuple[Any, ...]
    why: Any

    def as_json(self) -> dict[str, Any]:
        """In words of the active language, as a unit keeps it."""
        return {
            "question": str(self.question),
            "right": str(self.right),
            "wrong": [str(one) for one in self.wrong],
            "why": str(self.why),
        }


@dataclass(frozen=True)
class Default:
    """One unit: for whom, how long it takes, its paragraphs, its check."""

    slug: str
    title: Any
    audience: str
    minutes: int
    text: tuple[Any, ...]
    questions: tuple[Asked, ...]


ROLE_OF_THE_MENTOR = Default(
    "role-of-the-mentor",
    _("The role of the mentor"),
    Audience.MENTORS,
    10,
    (
        _(
            "A mentor has walked part of the way before. You lend your experience, your attention and your contacts to "
            "people who decide for themselves. The goals are theirs, and so are the steps and the results."
        ),
        _("What you do:"),
        _(
            "- You meet regularly, come prepared, and keep to the times that were agreed.\n"
            "- You listen more than you talk, and ask before you advise.\n"
            "- You help to make a large goal into small steps with a date.\n"
            "- You say honestly and kindly what you see.\n"
            "- You write down in a few lines what was agreed, so that everybody can rely on it."
        ),
        _("What is not yours to do:"),
        _(
            "- You are no therapist, no authority and no employment agency.\n"
            "- You do not lend money, and do not do for people what they can do themselves.\n"
            "- You do not decide what is good for them."
        ),
        _(
            "Some worries are larger than mentoring: violence, debts, illness, addiction. Then you listen, say openly "
            "that this needs somebody else, and ask the manager whom. Referring somebody well is part of the role."
        ),
    ),
    (
        Asked(
            _("A mentee asks you to write the letter of application. What do you do?"),
            _("Ask what they want to say, let them write a first version, and read it together"),
            (_("Write it, because the deadline is tomorrow"), _("Say that letters are not part of mentoring")),
            _("The letter is theirs, and the next one will be too. Your help is to make the first version possible."),
        ),
        Asked(
            _("Who decides which goal a mentee works on?"),
            _("The mentee"),
            (_("The mentor, who has more experience"), _("The manager of the programme")),
            _("You may question a goal. It is reached only by somebody who wants it."),
        ),
        Asked(
            _("Somebody tells you about large debts. What comes first?"),
            _("Listen, say that this needs other help, and ask the manager whom to turn to"),
            (_("Work out a plan to pay the debts in the next sessions"), _("Change the subject")),
            _("You are a good listener for it, and the wrong person to solve it. Nobody is left alone with it."),
        ),
    ),
)

LISTENING = Default(
    "listening-and-asking",
    _("Listening and asking"),
    Audience.JOINT,
    8,
    (
        _(
            "Most people can be listened to for less than a minute before somebody interrupts. To be heard to the end "
            "is rare, and it is often all that is needed to find the next step."
        ),
        _("Listening can be practised:"),
        _(
            "- Put the telephone away and look at the person.\n"
            "- Let a pause be. Count to five before you speak.\n"
            "- Say in your own words what you have understood: “Do I understand you right that …?”\n"
            "- Ask about what was said, not about what you want to say next."
        ),
        _(
            "Open questions begin with what, how, when or who, and cannot be answered with yes or no: “What have you "
            "tried already?”, “What would be a first small step?” Be careful with why: it easily sounds like a reproach. "
            "“What made you decide so?” asks the same more kindly."
        ),
        _(
            "Advice comes late, and as an offer: “May I tell you what helped me?” Then it is the other person's turn to "
            "say what fits."
        ),
    ),
    (
        Asked(
            _("Which of these is an open question?"),
            _("What have you tried already?"),
            (_("Have you tried the job centre?"), _("Don't you think you should call them?")),
            _("It invites the person to tell. The other two can be answered with yes or no, and carry advice."),
        ),
        Asked(
            _("Somebody stops in the middle of a sentence. What helps most?"),
            _("Wait"),
            (_("Finish the sentence for them"), _("Tell about something similar of your own")),
            _("Thinking takes time. What comes after the pause is often what matters."),
        ),
        Asked(
            _("When is a good moment for advice?"),
            _("When the other has told everything and says yes to hearing it"),
            (_("At the beginning, to save time"), _("Never")),
            _("Advice that nobody asked for is seldom followed. Offered at the end, it can be chosen."),
        ),
    ),
)

RESPONSIBILITIES = Default(
    "responsibilities-of-a-mentee",
    _("Responsibilities of a mentee"),
    Audience.MENTEES,
    8,
    (
        _(
            "Mentoring is yours. Your mentor gives time and experience without pay. What comes of it depends above all "
            "on what you bring."
        ),
        _("You can be relied on for this:"),
        _(
            "- You come, on time. If you cannot, you say so as early as you can.\n"
            "- You bring one concrete thing to each session: a question, a letter, something that happened.\n"
            "- You do the homework you agreed to. If it was too much, you say so, and it becomes smaller.\n"
            "- You keep to yourself what others in the group tell.\n"
            "- You say what you need, and also when something does not help."
        ),
        _(
            "You may disagree with your mentor: advice is guidance, the decision is yours. And you may turn to the "
            "manager at any time, also with a question about your mentor."
        ),
    ),
    (
        Asked(
            _("You cannot come to the session on Thursday. What do you do?"),
            _("Say so as early as possible, so that it can be moved"),
            (_("Explain it at the next session"), _("Nothing: the others will meet without me")),
            _("The others plan their week around it. A message in time is respect, and costs a minute."),
        ),
        Asked(
            _("You did only half of the homework. What now?"),
            _("Bring the half and say what was difficult"),
            (_("Stay away from the session"), _("Say that everything is done")),
            _("What was difficult is the best subject for a session. Half is a good beginning."),
        ),
        Asked(
            _("Your mentor advises a step that does not feel right. What then?"),
            _("Say so, and decide for yourself"),
            (_("Do it anyway, since the mentor knows better"), _("Agree and do nothing")),
            _("The decision is yours. A good mentor wants to hear what you doubt."),
        ),
    ),
)

SETTING_GOALS = Default(
    "setting-goals",
    _("Setting goals"),
    Audience.JOINT,
    10,
    (
        _(
            "“I want a better life” is a wish. A goal says what will be different, by when, and how you will know. Then "
            "you can begin on Monday."
        ),
        _("Four questions make a wish into a goal:"),
        _(
            "- What exactly will be different?\n"
            "- How will I know that it is reached?\n"
            "- By when?\n"
            "- How much of it is in my own hands?"
        ),
        _(
            "“Find a job by summer” depends on others. “Send two good applications a week until June” depends on you. "
            "Goals of the second kind keep you going when others say no."
        ),
        _(
            "Then make it small. The first step should fit into one evening and have a date. One to three goals at a "
            "time are enough. A goal may be changed when you know more: that is learning, not failing."
        ),
    ),
    (
        Asked(
            _("Which of these is a goal you can begin with on Monday?"),
            _("Send two applications a week until the end of June"),
            (_("Become more confident"), _("Find the perfect job soon")),
            _("It says what, how much and by when, and it is in your own hands."),
        ),
        Asked(
            _("How large should the first step be?"),
            _("Small enough for one evening"),
            (_("As large as possible, to see results"), _("It does not matter")),
            _("A small step that is done brings the next one with it. A large one is put off."),
        ),
        Asked(
            _("Half-way you notice that the goal does not fit any more. What do you do?"),
            _("Speak about it and change the goal"),
            (_("Keep to it: it was agreed"), _("Give up mentoring")),
            _("You know more than at the beginning. Changing a goal for a reason is part of the way."),
        ),
    ),
)

CONFIDENTIALITY = Default(
    "confidentiality",
    _("Confidentiality"),
    Audience.JOINT,
    6,
    (
        _(
            "People speak openly when they know where their words stay. What is told in the group stays in the group, "
            "also after mentoring has ended."
        ),
        _("In practice:"),
        _(
            "- You may tell others what you learned, and not who said it.\n"
            "- Names, photos and messages of others are not passed on without asking.\n"
            "- Documents stay where only their readers see them. Above every text stands who reads it.\n"
            "- You decide yourself what you tell. Nobody has to answer a question."
        ),
        _(
            "There is one limit. When somebody is in danger, yourself included, the manager has to know. Say openly "
            "that you will speak to the manager, and about what."
        ),
    ),
    (
        Asked(
            _("What may you tell a friend about a session?"),
            _("What I learned, without saying who said what"),
            (_("Everything, as long as I trust the friend"), _("The stories of the others, without their surnames")),
            _("In a small town a story is enough to know the person. What you learned is yours to tell."),
        ),
        Asked(
            _("How long does confidentiality last?"),
            _("Also after mentoring has ended"),
            (_("Until the last session"), _("For one year")),
            _("What was entrusted does not lose its weight with the last session."),
        ),
        Asked(
            _("A member of the group says that they are in danger at home. What do you do?"),
            _("Say that you will speak to the manager, and do so"),
            (_("Keep it to yourself, as agreed"), _("Tell the whole group by message")),
            _("Safety comes before silence. Being open about it keeps trust."),
        ),
    ),
)

DEFAULTS = (ROLE_OF_THE_MENTOR, LISTENING, RESPONSIBILITIES, SETTING_GOALS, CONFIDENTIALITY)
