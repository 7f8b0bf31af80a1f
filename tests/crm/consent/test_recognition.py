"""Which words are an opt-out and which only look like one."""

import time

import pytest

from crm.consent.recognition import recognise

KEYWORDS = """stop|STOP.|Stop!!|stop 🛑|  stop  |StopAll|unsubscribe|Opt-out|optout|cancel|End|quit|REVOKE|parar|Baja|
ALTO|Cancelar""".replace("\n", "").split("|")

WORDING = """please don't text me anymore|take me off your list|Stop texting me|please stop|can you please stop|
can you stop texting me?|STOP. I already sold the house|no thanks, stop|remove me from your list|Remove me please|
lose my number|don’t contact me again|do not text this number|Do not contact|quit messaging me|No more texts please|
leave me alone|I'd like to opt out|I want to unsubscribe from this|never text me again|
I don't want to receive any more messages|i dont want these texts|stop sending me messages|stop the messages please|
cease and desist|I revoke my consent|Please delete my number|take my number off your list|
Please don't message me or my wife|you won't stop texting me, leave me alone|I don't want you texting me|
Not interested. Stop.|We already have an agent, please do not text me|don't call or text me|stop contacting us|Stop it|
opt me out|I no longer wish to be contacted|Don't text me unless I text first|would you please quit texting my phone|
get me off this list|No texts|Stop texting""".replace("\n", "").split("|")

SPANISH_WORDING = """no me escriban más|ya no me escriban por favor|no me mande más mensajes|deje de escribirme|
quítenme de su lista|sáqueme de la lista|bórrenme|dame de baja por favor|no quiero recibir más mensajes|
no más mensajes|dejen de molestar|déjenme en paz|Basta ya|paren por favor|elimine mi numero|No me vuelva a escribir|
ya no quiero más mensajes""".replace("\n", "").split("|")

ORDINARY = """Can you stop by Saturday?|no more than 500k|not interested in condos|stop sign on the corner|
bus stop is near|I can't stop thinking about the house|why did you stop texting me?|don't stop texting me|
End of next month|cancel my appointment for Tuesday|Other agents won't stop texting me|
Please don't text me before 9am|don't text me the address, email it|don't call me, text me instead|
Can I opt out of the home warranty?|I'd quit my job to move|We want to stop renting|no me mandaste las fotos|
no me enviaron la información|no más de 500 mil|quiero cancelar la cita|yes|Not interested|nonstop|full stop|
baja california|la casa está en la parte baja|Thanks! (Reply STOP to opt out)|no need to rush|
I no longer want to sell|don't want to text, call me|ya no quiero vender|no quiero condos|Take me off the market|
Stop and go traffic|we could remove the shed|Can you text me|I'll stop messaging the other agent|quíteme la duda|
How long until closing? We need to end the lease|delete|The house is at 12 Stop St|please stop over when you can|
quit claim deed|opt out of the HOA|a dead end|Alto precio|restart|helpful|can you help me sell|I need help|
|   |...|🏡|start with the kitchen|let's start""".replace("\n", "").split("|")


@pytest.mark.parametrize("text", KEYWORDS)
def test_a_bare_keyword_is_an_opt_out_that_the_carrier_answers(text):
    command = recognise(text)
    assert (command.name, command.bare) == ("opt_out", True)


@pytest.mark.parametrize("text", WORDING)
def test_the_leads_own_wording_is_an_opt_out(text):
    command = recognise(text)
    assert command is not None
    assert (command.name, command.bare, command.language) == ("opt_out", False, "en")


@pytest.mark.parametrize("text", SPANISH_WORDING)
def test_spanish_wording_is_an_opt_out_to_be_answered_in_spanish(text):
    command = recognise(text)
    assert command is not None
    assert (command.name, command.bare, command.language) == ("opt_out", False, "es")


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_messages_are_no_command(text):
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("START", "opt_in", "en"), ("unstop", "opt_in", "en"), ("Opt in", "opt_in", "en"), ("Alta", "opt_in", "es"),
        ("HELP", "help", "en"), ("help!", "help", "en"), ("Ayuda", "help", "es"),
    ],
)  # fmt: skip
def test_start_and_help_are_commands_only_alone(text, name, language):
    command = recognise(text)
    assert (command.name, command.language) == (name, language)


def test_a_quoted_earlier_message_is_not_the_leads_own_wording():
    reply = "Sounds good, call me.\n\nOn Mon, Jan 5, 2026 at 9:00 AM Example Realty wrote:\n> Reply STOP to unsubscribe"
    assert recognise(reply) is None
    assert recognise("Please take me off your list\n> earlier words").name == "opt_out"


@pytest.mark.parametrize(
    "text", ["x" * 40_000, "stop " * 8_000, "don't text me " * 3_000, "no " * 13_000, "¿" * 40_000]
)
def test_a_very_long_text_is_read_quickly(text):
    started = time.perf_counter()
    recognise(text)
    assert time.perf_counter() - started < 1


def test_an_opt_out_at_the_end_of_a_very_long_text_is_heard():
    assert recognise("We have thought about it. " * 2000 + "Please stop texting me.").name == "opt_out"
