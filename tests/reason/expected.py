"""What each rule derives from the sample: exactly this, and nothing else.

A line gives a subject, a property and its values; or four bounds and the things that have them.
"""

EXPECTED = {
    "20-values": """
        congress about trade
        treaty about security
        quiet-meeting following visit
        congress heldAt arden
        visit heldAt bordville
        treaty party arcadia borduria
        congress subEventOf rapprochement
        preparation subEventOf summit
        session subEventOf congress
        talks subEventOf session
    """,
    "21-status-of-events": """
        cancelled-talks status status-cancelled
        congress status status-held
        exhibition status status-held
        preparation status status-held
        publication-of-gazette status status-held
        quiet-meeting status status-held
        rapprochement status status-held
        session status status-held
        summit status status-planned
        talks status status-held
        visit status status-held
        publication-of-herald status status-held
        reported-visit status status-held
    """,
    "22-status-of-agreements": """
        accord status status-negotiated
        protocol status status-signed
        treaty status status-in-force
        pact status status-agreed
    """,
    "23-bounds-from-claims": """
        0001-01-01 1999-01-02 1999-01-02 1999-01-02: king
        2013-02-01 2013-02-28 2013-02-01 2013-02-28: visit
        2015-05-12 2015-05-12 2015-05-14 2015-05-14: congress
        2016-01-01 2016-12-31 2016-01-01 2016-12-31: summit
        2018-03-01 2018-03-31 2018-03-01 2018-03-31: publication-of-herald
        2014-01-01 2014-01-01 2014-01-01 2014-01-01: treaty--effective
        1996-01-01 1996-12-31 1996-01-01 9999-12-31: borduria--league
    """,
    "24-dates-from-claims": """
        visit calendarYear solar-hijri-1391
        congress edtf 2015-05-12/2015-05-14
        king edtf /1999-01-02
        summit edtf 2016
        visit edtf 2013-02
        congress reading reading-exactly
        king reading reading-exactly
        summit reading reading-within
        visit reading reading-within
        publication-of-herald edtf 2018-03
        publication-of-herald reading reading-within
        anna--minister edtf 2017
        anna--minister reading reading-attested
        boris--ambassador edtf 2008/2010
        boris--ambassador reading reading-exactly
        hugo--ambassador edtf 2020/
        hugo--ambassador reading reading-exactly
        borduria--league edtf 1996/..
        borduria--league reading reading-exactly
        treaty--effective edtf 2014-01-01
        treaty--effective reading reading-exactly
    """,
    "25-capacity-of-positions": """
        anna-welcomes inCapacity anna--minister
        boris-doubts inCapacity boris--ambassador
        carla-affirms inCapacity carla--fellow
        gina-announces inCapacity gina--spokesperson
    """,
    "30-bounds-of-parts": """
        2015-05-12 2015-05-14 2015-05-12 2015-05-14: session talks
        2016-01-01 2016-12-31 2016-01-01 2016-12-31: preparation
    """,
    "32-bounds-of-reported-events": """
        0001-01-01 2018-03-31 0001-01-01 2018-03-31: reported-visit
    """,
    "41-bounds-of-acts": """
        2013-02-01 9999-12-31 2013-02-01 9999-12-31: treaty--signed
        2015-05-12 2015-05-14 2015-05-12 2015-05-14: protocol--signed
        2015-05-12 9999-12-31 2015-05-12 9999-12-31: accord--negotiated
        2016-01-01 2016-12-31 2016-01-01 2016-12-31: accord--signed
        0001-01-01 2018-03-31 0001-01-01 2018-03-31: pact--agreed
        0001-01-01 9999-12-31 0001-01-01 9999-12-31: protocol--effective
    """,
    "42-bounds-of-participations": """
        2013-02-01 2013-02-28 2013-02-01 2013-02-28: anna-on-visit borduria-as-host
        2015-05-12 2015-05-12 2015-05-14 2015-05-14: anna-at-congress hugo-at-congress league-at-congress
        2015-05-12 2015-05-14 2015-05-12 2015-05-14: boris-at-session carla-at-session eva-at-talks
        2016-01-01 2016-12-31 2016-01-01 2016-12-31: dan-at-preparation eva-at-summit gina-at-summit
        0001-01-01 9999-12-31 0001-01-01 9999-12-31: anna-at-cancelled arcadia-at-quiet dan-as-interviewer
            dan-at-exhibition delegation-at-quiet eva-as-interviewee institute-as-publisher
    """,
    "43-bounds-of-positions": """
        2015-05-12 2015-05-12 2015-05-14 2015-05-14: anna-welcomes
        2015-05-12 2015-05-14 2015-05-12 2015-05-14: borduria-rejects boris-doubts carla-affirms
        2016-01-01 2016-12-31 2016-01-01 2016-12-31: gina-announces
        0001-01-01 9999-12-31 0001-01-01 9999-12-31: dan-asks
    """,
    "44-bounds-of-tenures": """
        0001-01-01 2013-02-28 2017-01-01 9999-12-31: anna--minister
        2008-01-01 2008-12-31 2010-01-01 2010-06-30: boris--ambassador
        2020-01-01 2020-12-31 2020-01-01 9999-12-31: hugo--ambassador
        0001-01-01 2015-05-14 2015-05-12 9999-12-31: carla--fellow eva--minister
    """,
    "31-dates-of-parts": """
        preparation edtf 2016
        session edtf 2015-05-12/2015-05-14
        talks edtf 2015-05-12/2015-05-14
        preparation reading reading-within
        session reading reading-within
        talks reading reading-within
    """,
    "40-open-bounds-of-events": """
        0001-01-01 9999-12-31 0001-01-01 9999-12-31: cancelled-talks exhibition publication-of-gazette quiet-meeting
            rapprochement
    """,
    "50-open-bounds-of-facts": """
        0001-01-01 9999-12-31 0001-01-01 9999-12-31: anna--minister--2020 arcadia--league
            figure-border gina--spokesperson
    """,
    "60-participants": """
        congress hasParticipant anna hugo
        preparation hasParticipant dan
        publication-of-gazette hasParticipant dan eva
        quiet-meeting hasParticipant arcadia delegation
        session hasParticipant boris carla
        talks hasParticipant eva
        visit hasParticipant anna borduria
    """,
    "61-participants-of-parts": """
        congress hasParticipant boris carla eva
        session hasParticipant eva
    """,
    "62-met": """
        anna met boris carla eva hugo
        arcadia met delegation
        boris met anna carla eva hugo
        carla met anna boris eva hugo
        delegation met arcadia
        eva met anna boris carla hugo
        hugo met anna boris carla eva
    """,
    "63-stated-by": """
        anna-welcomes statedBy anna
        borduria-rejects statedBy carla
        boris-doubts statedBy boris
        carla-affirms statedBy carla
        dan-asks statedBy dan
        gina-announces statedBy gina
    """,
    "64-stated-at": """
        anna-welcomes statedAt congress
        borduria-rejects statedAt session
        boris-doubts statedAt session
        carla-affirms statedAt session
        dan-asks statedAt publication-of-gazette
    """,
    "65-stated-as": """
        anna-welcomes statedAs foreign-minister
        borduria-rejects statedAs fellow
        boris-doubts statedAs ambassador
        carla-affirms statedAs fellow
        gina-announces statedAs spokesperson
    """,
    "66-on-behalf-of": """
        anna-at-congress onBehalfOf arcadia
        anna-on-visit onBehalfOf arcadia
        anna-welcomes onBehalfOf arcadia
        eva-at-summit onBehalfOf syldavia
        eva-at-talks onBehalfOf syldavia
        gina-announces onBehalfOf borduria
        gina-at-summit onBehalfOf borduria
        protocol--signed onBehalfOf syldavia
    """,
    "67-on-side": """
        accord--negotiated onSide arcadia
        accord--signed onSide arcadia
        anna-at-congress onSide arcadia
        anna-on-visit onSide arcadia
        anna-welcomes onSide arcadia
        arcadia-at-quiet onSide arcadia
        borduria-as-host onSide borduria
        borduria-rejects onSide borduria
        boris-at-session onSide borduria
        boris-doubts onSide borduria
        carla-affirms onSide arcadia
        carla-at-session onSide arcadia
        delegation-at-quiet onSide borduria
        eva-at-summit onSide syldavia
        pact--agreed onSide arcadia
        eva-at-talks onSide syldavia
        gina-announces onSide borduria
        gina-at-summit onSide borduria
        hugo-at-congress onSide borduria
        institute-as-publisher onSide arcadia
        protocol--signed onSide syldavia
        treaty--signed onSide arcadia borduria
    """,
    "70-occasions": """
        accord--negotiated occasion congress
        accord--signed occasion summit
        protocol--signed occasion congress
        quiet-meeting occasion visit
        treaty--effective occasion quiet-meeting
        treaty--signed occasion visit
    """,
    "71-occasions-of-agreements": """
        protocol occasion congress
        treaty occasion visit
    """,
    "72-signatories": """
        protocol signatory eva syldavia
        treaty signatory arcadia borduria
    """,
}
