"""The documents of monitoring. The order in which they are made known is the order in which people meet them."""

# isort: off
from . import well_matched as well_matched
from . import initial_questionnaire as initial_questionnaire
from . import initial_questionnaire_mentor as initial_questionnaire_mentor
from . import check_in as check_in
from . import mid_term_plan as mid_term_plan
from . import mid_term_interview as mid_term_interview
from . import final_discussion as final_discussion
from . import final_questionnaire_mentee as final_questionnaire_mentee
from . import final_questionnaire_mentor as final_questionnaire_mentor
from . import interview as interview
from . import own_questionnaire as own_questionnaire
from . import programme_report as programme_report
from . import competencies as competencies
from . import outcome_sheet as outcome_sheet
