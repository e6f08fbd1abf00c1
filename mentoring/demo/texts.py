"""What the people of the demo write, as real people write."""

from typing import Any

GOALS: dict[str, dict[str, Any]] = {
    "Nia Berg": {
        "areas": {"areas": ["cv", "interviews", "confidence"]},
        "goals": [
            {
                "goal": "Have a CV that I am not ashamed to send",
                "why": "I have sent the same two pages for four years and never got an answer.",
                "now": "3 of 10: it lists everything and says nothing",
                "measure": "Two people from retail read it and would invite me",
                "help": "Tomas: what a shop manager looks for first",
                "due": "2027-01-31",
            },
            {
                "goal": "Speak for two minutes about myself without apologising",
                "why": "I always begin with what I cannot do.",
                "now": "I stop after three sentences",
                "measure": "The group stops the clock and nobody hears a “just” or a “sorry”",
                "help": "The group as an audience",
                "due": "2027-03-31",
                "group": "yes",
            },
        ],
        "steps": [
            {"goal": "1", "step": "Collect what I really did at the garden centre", "due": "2026-10-12", "done": True},
            {"goal": "1", "step": "Cut it to one page", "due": "2026-10-26", "done": True},
            {"goal": "1", "step": "Let Ela and Tomas read it aloud", "due": "2026-11-19", "done": False},
            {"goal": "1", "step": "Send it to three shops", "due": "2027-01-15", "done": False},
            {"goal": "2", "step": "Write down five things I am good at", "due": "2026-12-04", "done": False},
            {"goal": "2", "step": "Practise with Ela on the phone", "due": "2027-01-20", "done": False},
        ],
        "expectations": {
            "mentoring": "Somebody who tells me honestly what is missing, and does not do it for me.",
            "group": "That we laugh, and that nobody is in a hurry.",
        },
    },
    "Ela Žukaitė": {
        "areas": {"areas": ["vacancies", "network"]},
        "goals": [
            {
                "goal": "Know five people who work where I would like to work",
                "why": "All my jobs came from adverts, and the good ones never stand there.",
                "now": "I know one",
                "measure": "Five names, and each has heard my name too",
                "help": "An introduction, and courage",
                "due": "2027-02-28",
            }
        ],
        "steps": [
            {"goal": "1", "step": "List ten places", "due": "2026-11-05", "done": True},
            {"goal": "1", "step": "Ask Tomas for one introduction", "due": "2026-12-01", "done": False},
            {"goal": "1", "step": "Talk to three people at the job fair", "due": "2027-01-31", "done": False},
        ],
        "expectations": {"mentoring": "Doors, not advice.", "group": "To hear how others do it."},
    },
}

GROUP_GOALS: dict[str, Any] = {
    "common": {
        "common": "We have all worked with customers, and we all forget to say what we are good at.",
        "goal": "By spring each of us has been to at least two interviews",
        "why": "An interview teaches more than ten letters.",
        "measure": "We count the invitations, and drink a coffee on each",
        "bring": "Nia: patience. Ela: a full address book of questions. Tomas: twenty years on the other side of the table.",
        "rules": "On time, cameras on if possible, nobody interrupts, what is said here stays here.",
    },
    "steps": [
        {"step": "Everyone brings one job advert", "who": "Nia, Ela", "due": "2026-12-10"},
        {"step": "A list of shops that are hiring", "who": "Ela", "due": "2027-01-15"},
        {"step": "A mock interview with a guest", "who": "Tomas", "due": "2027-02-15"},
    ],
    "agreed": {"names": "Nia Berg, Ela Žukaitė, Tomas Lind"},
}

DIARY: dict[str, Any] = {
    "review": [
        {"task": "Bring one job advert that you like", "went": "done", "note": "Two shops and a library"},
        {"task": "Cut your CV to one page", "went": "partly", "note": "Nia has; Ela has begun"},
    ],
    "agenda": {
        "how": "Nia is tired but glad: her neighbour asked her to help in the shop. Ela has a cold and laughs anyway.",
        "issues": "The job centre has new opening hours, Tuesday afternoons are closed.",
        "target": "We read the two CVs aloud. The first three lines decide. We crossed out every “responsible for” and "
        "wrote what came of it instead. Ela found that she has led six people for two years and never wrote it down.",
        "next_topic": "Telling my story in two minutes",
        "homework": "Nia: send the CV to Tomas by Monday\nEla: write down five things she is good at\n"
        "Both: read the advert again with a pencil",
    },
    "reflection": {
        "notice": "We talk more and Tomas talks less.",
        "takeaway": "Short sentences. What came of it, not what I had to do.",
    },
}
COMMENT = (
    "You did the work, I only asked. Look at the line about the six people again, Ela: that is the one I would stop at. "
    "For the next time think of one moment at work you are proud of. It need not be a big one."
)

QUESTIONNAIRE: dict[str, dict[str, Any]] = {
    "expectations": {
        "mine": "1. A CV that works. 2. Somebody who listens. 3. To dare an interview.",
        "group": "That they tell me when I am too quiet.",
    },
    "start": {
        "goals": "3",
        "strengths": "2",
        "step": "2",
        "confidence": "2",
        "ask": "3",
        "network": "2",
        "rules": "4",
        "mentor": "4",
    },
    "so_far": {
        "matched": "good",
        "why": "He asks, and then he waits for the answer.",
        "worries": "That I will not find the time in December.",
    },
    "contact": {"often": "monthly", "way": "By phone, after six", "call": False},
}

CONCLUSIONS: dict[str, Any] = {
    "session": {
        "on": "2026-05-28",
        "present": "everyone",
        "held": "8",
        "planned": "10",
    },
    "headings": {
        "start": "Three people with old CVs and one mentor who had never had a group.",
        "together": "Every second Thursday, six times online and twice in the library. We kept to the agenda, mostly.",
        "succeeded": "Three new CVs, seven interviews, one job in a bookshop from June.",
        "got": "A way to prepare, a telephone number to ring when the courage goes, and a mentor who asks good questions.",
        "problems": "Two sessions fell out in February. The link did not work the first time.",
        "change": "Meet face to face earlier. Plan all dates at the start.",
        "now": "One has work, one has begun a course, one is still looking and knows where.",
        "next": "Jurgita begins on 1 June. Björn finishes his course in October. Anna goes to two interviews in May.",
    },
    "goals": [
        {
            "goal": "Each of us goes to two interviews",
            "reached": "fully",
            "also": "Seven in all, and less fear each time",
        },
        {"goal": "A list of twenty employers", "reached": "mostly", "also": "Fourteen; the others did not answer"},
    ],
    "after": {
        "thanks": "To Tomas, for the question he asked every time: “And what came of it?”",
        "contact": "A walk on the first Sunday of every month",
        "records": "kept",
    },
    "steps": [
        {"who": "Jurgita", "step": "Begins at the bookshop", "due": "2026-06-01"},
        {"who": "Björn", "step": "Finishes his course", "due": "2026-10-15"},
        {"who": "Anna", "step": "Two interviews, then tells the others", "due": "2026-05-31"},
    ],
}

PROFILE: dict[str, Any] = {
    "where": {
        "situation": "seeking",
        "education": "School for gardeners",
        "experience": "Twelve years at a garden centre, two seasons at a market",
        "why": "The garden centre closed in spring, and I have sent the same letter forty times.",
        "change": "A CV that gets an answer\nSpeaking about myself without apologising\nTo know what else I could do",
        "strengths": "I stay calm when everybody else runs.",
    },
    "consent": {"consent": True, "mentor_may_read": True, "on": "2026-11-02"},
}

SESSION_RECORD: dict[str, Any] = {
    "covered": {
        "areas": "Two CVs read aloud; what a shop manager looks for first.",
        "approaches": ["listening", "feedback"],
        "points": "Ela has led six people and never wrote it down.",
    },
    "actions": [
        {"what": "Introduce Ela to Rasa", "who": "Tomas", "due": ""},
        {"what": "Rewrite the first three lines", "who": "Nia and Ela", "due": ""},
    ],
    "ahead": {"concerns": "", "next": "Reading an advert like a manager; ask about the library first"},
}

PRESENTATIONS: dict[str, dict[str, Any]] = {
    "Tomas Lind": {
        "background": "Born in a village with one shop, which may be why I ended up running four.",
        "family": "Two grown daughters, and a dog who thinks he is the third",
        "hobbies": "Long walks, short novels",
        "values": "That people say what they mean, and kindly.",
        "profession": "Twenty years in retail, the last eight as regional manager",
        "ask": "Anything about what happens on the other side of the table",
    },
    "Nia Berg": {
        "background": "I came here from the coast when I was nine and still miss the wind.",
        "hobbies": "Plants. I have forty-one.",
        "values": "Patience, and soil under the fingernails.",
        "education": "School for gardeners",
        "profession": "Twelve years at a garden centre",
    },
    "Ela Žukaitė": {
        "family": "A son of six who asks better questions than I do",
        "hobbies": "Choir on Wednesdays",
        "profession": "Led a team of six in a call centre",
        "ask": "How to stay friendly on the phone",
    },
}
WELL_MATCHED: dict[str, Any] = {
    "good": {"match": {"fit": "good", "why": "He asks, and then he waits for the answer.", "help": "", "call": False}},
    "unsure": {
        "match": {
            "fit": "unsure",
            "why": "We get on well. But I work evenings now, and we meet in the evening.",
            "help": "To meet in the morning, or somebody who can.",
            "call": True,
        }
    },
}
FINAL_WORDS: tuple[dict[str, Any], ...] = (
    {
        "reached": "Three interviews and one job, in a bookshop, from June.",
        "onwards": "I keep my list of what came of it, and add to it every Friday.",
        "step": "I begin at the bookshop",
        "due": "2026-06-01",
        "thanks": "To Tomas, for the question he asked every time.",
    },
    {
        "reached": "I know what I want to learn, and who pays for it.",
        "onwards": "The course, and a walk with the others once a month.",
        "step": "I finish my course",
        "due": "2026-10-15",
    },
)
REFLECTIVE_LOG: dict[str, Any] = {
    "session": {
        "went": "4",
        "worked": "I waited, and then it came from them.",
        "differently": "Ask Nia first for once.",
    },
    "myself": {"listen": "4", "ask": "4", "feedback": "3", "judging": "4", "talked": "much", "direction": "shared"},
    "deeper": {
        "learn": "To leave a silence alone.",
        "tags": "silence, advice",
        "supervision": True,
    },
}

FEEDBACK: dict[str, Any] = {
    "session": {"useful": "5", "heard": "5", "way": "4", "pushed": "2", "sharing": "right", "pace": "right"},
    "words": {
        "well": "That we read aloud.",
        "better": "Five minutes to think first.",
        "got": "The line about six people.",
    },
    "afterwards": {"may_read": "name", "call": False},
}

CERTIFICATE = {
    "about": "Came to every session, helped the others to find their own words, and wrote a CV that gets answers.",
    "place": "Vilnius",
}

SESSIONS = (
    ("initial", "Getting to know each other", "Vilnius City Library, room 3", ""),
    ("task", "A CV that says what came of it", "", "Bring one job advert that you like\nCut your CV to one page"),
    (
        "task",
        "Reading an advert like a manager",
        "",
        "Nia: send your CV to Tomas by Monday\nUnderline what the advert asks for",
    ),
    (
        "task",
        "Telling my story in two minutes",
        "",
        "Write down five things you are good at\nThink of one moment you are proud of",
    ),
    ("task", "A mock interview", "Vilnius City Library, room 3", "Prepare three questions to ask"),
)
LINK = "https://meet.example.org/ausra"
