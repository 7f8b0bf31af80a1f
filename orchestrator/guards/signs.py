"""Pure: signs of an order to the machine, in English and Spanish, each with a weight. No single weak one decides.

Written for folded text (guards/disguises.py): small letters, no accents. What people say about homes, rules of a
condominium, heating systems and forwarded mail shows none or one weak sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.guards.disguises import View, views

ENOUGH = 1.0  # the sum of weights from which a text counts as an attack
ENOUGH_ASIDE = 0.7  # for what nobody waits to see answered: a name, a note, a field, an older message
_NEAR = r"[^.?!\n]{0,40}"
_NEARER = r"[^.?!\n]{0,25}"

_CANCEL = r"(?:ignor\w+|disregard\w*|forget|override|overrule|bypass|omit[ae]|olvid[aeo]\w*|descart[ae]\w*|desobede\w+)"
_GUIDE = r"(?:instruc\w+|prompts?|guidelines|guardrails|directives?|directrices|programming|restrictions|training)"
_SHOW = (
    r"(?:show|print|reveal|repeat|list|copy|say|says|said|output|display|give|write|translate|append|dump|leak|tell"
    r"|share"
    r"|muestr\w+|diga|dime|digame|repit\w+|imprim\w+|list[ae]|ensen\w+|revel\w+|traduzca|copi[ae])"
)
_SAY = (
    r"(?:say|write|reply|respond|answer|state|announce|output|print|repeat|text|diga|di|escriba|conteste|responda"
    r"|repita)"
)
_SPEAK = _SAY.replace("|text", "")  # "text me instead" is no order to say something
_MACHINE = (
    r"(?:bot|a\.?i|chatbot|assistant|gpt\S*|llm|language model|asistente|agente virtual|automation"
    r"|auto-?(?:reply|responder))"
)
_OUR_NAMES = (
    r"(?:lead_message|known_slots|pending_slot|budget_usd|asking_price_usd|timeline_days|size_sqft|intent_buy_or_sell"
    r"|property_address|task_line|max_characters|lead_quality|system_prompt)"
)

_SIGNS: dict[str, tuple[float, str]] = {
    "cancels_orders": (
        1.0,
        rf"\b{_CANCEL}\b{_NEAR}\b(?:(?:your|sus|tus|system|all|previous|prior|above|original|initial|anteriores|todas"
        rf"|these|those|estas|esas)\W+(?:\w+\W+){{0,2}}(?:{_GUIDE}|rules|reglas|normas)|(?:{_GUIDE}|rules|reglas"
        rf"|normas)"
        r"\W+(?:\w+\W+)?(?:above|before|anteriores|previas|given to you|you (?:were given|have|follow)))\b",
    ),
    "cancels": (0.5, rf"\b{_CANCEL}\b{_NEAR}\b(?:{_GUIDE}|rules|reglas|tone|everything (?:above|before)"
    rf"|todo lo anterior)\b"),
    "new_rule": (
        0.8,
        r"\b(?:new|updated|real|nuevas?|nuevos?)\W+(?:rules?|polic(?:y|ies)|dut(?:y|ies)|orders?|persona|reglas?"
        r"|politicas?"
        r"|instruc\w+)\s*:",
    ),
    "standing_order": (
        0.8,
        rf"\b(?:always|every|each|all (?:of )?your|siempre|cada|todos sus)\b{_NEARER}\b(?:repl(?:y|ies)|texts?"
        rf"|messages?"
        rf"|answers?|sentences?|respuestas?|mensajes?|frases?)\b\W*(?:\w+\W+)?(?:contains?|with|ends?|begins?"
        rf"|starts?|must"
        r"|should|con|contenga)\b|\b(?:end|begin|start|sign|empiece|termine)\b[^.?!\n]{0,12}\b(?:all|every|each|your"
        r"|cada)"
        r"\W+(?:texts?|messages?|repl(?:y|ies)|sentences?|mensajes?|frases?)\W+with\b"
        r"|\b(?:in|to|en) (?:each|every|cada) (?:outgoing |new )?(?:text|reply|message|mensaje|respuesta)\b",
    ),
    "new_role": (
        0.9,
        r"\b(?:you are|you're|youre|u r|ur|usted es|eres) (?:now|no longer|ahora|ya no)\b"
        r"|\bfrom now on,? (?:you|u|usted) (?:are|r|will|must|only|always|shall|es|debe)\b"
        r"|\b(?:pretend|imagine) (?:that )?(?:to be|you are|you're|u r)\b|\b(?:developer|debug|god|dan|admin) mode\b"
        r"|\bjailbr\w+"
        r"|\bolvid\w+ que (?:es|eres) (?:un |una )?(?:asistente|bot|maquina|agente)\b|\bgpt-?\w+\b"
        r"|\bpersona\s*:|\bno longer an? (?:\w+ )?(?:assistant|bot)\b",
    ),
    "role_word": (
        0.5,
        r"\b(?:act|behave|talk|respond|speak|sound|answer|write) (?:as|like) (?:an? |the |my |if you |yoda"
        r"|\w+ from now on)|\bintroduce yourself as\b"
        r"|\b(?:you are|you're|youre|u r|ur|eres|usted es) an? (?:\w+ )?(?:human|person|pirate|poet|lawyer|doctor"
        r"|licensed|real|poeta|abogad[oa]|robot|cat)\b|\bnuevo papel\b|\bactu[ae] como\b|\bfinja\b"
        r"|\b(?:you are|you're|youre|u r) the (?:owner|buyer|seller|assistant|manager|admin)\b|\bsea mi (?:abogado"
        r"|medico)\b",
    ),
    "speaks_to_machine": (
        0.5,
        rf"(?:^|[.!?,;:\n(-]\s*|\b(?:for|note for|to|dear|hey|hi) )(?:the )?{_MACHINE}\s*[:,]"
        rf"|\b{_MACHINE}\b (?:must|should|shall|will|has to|needs to|debe|tiene que)\b|\byour {_MACHINE} (?:send|to"
        rf"|must|should)",
    ),
    "prompt": (
        1.0,
        rf"\b{_SHOW}\b{_NEAR}\b(?:your|system|hidden|initial|original|secret|full|exact|sus|tus|su"
        rf"|tu)\W+(?:\w+\W+){{0,2}}"
        rf"(?:{_GUIDE}|rules|reglas)\b|\b(?:your|system|hidden|initial|secret|sus|tus|su|tu)\W+(?:\w+\W+)?"
        rf"(?:{_GUIDE}|rules|reglas)\b{_NEAR}\b{_SHOW}\b|\b(?:rules|instructions) (?:that )?(?:you|u) (?:follow"
        rf"|were given|got|have)\b",
    ),
    "prompt_named": (0.9, r"\b(?:system|hidden|full|initial|your|ur|su|tu) prompt\b|\bprompt text\b"
    r"|\bsystem message\b"),
    "your_instructions": (
        0.5,
        r"\b(?:your|ur|sus|tus|developer|hidden|secret) (?:\w+ )?(?:instructions|configuration|guidelines"
        r"|instrucciones)\b"
        r"|\bwere (?:you|u) (?:told|instructed|programmed)\b",
    ),
    "quote_it": (0.5, rf"\b{_SHOW}\b[^.?!\n]{{0,12}}\b(?:it|them|lo|la)\b[^.?!\n]{{0,12}}\b(?:here|exactly|verbatim"
    rf"|word for word|aqui)\b|\bcopialo\b"),
    "text_above": (
        1.0,
        r"\b(?:everything|all|the text|every word|todo lo)\b[^.?!\n]{0,20}\b(?:above|before (?:this|that) (?:tag"
        r"|line|message)"
        rf"|escrito antes)\b|\b{_SHOW}\b{_NEARER}\b(?:first|last) \d+ (?:lines|words|sentences)\b"
        rf"|\byour first \d+ (?:lines|words)",
    ),
    "inner_score": (
        0.8,
        rf"\b(?:{_SHOW}|what)\b{_NEARER}\bscore\b{_NEAR}\b(?:system|stores?|about me|did you give|give me|gave me)\b"
        r"|\bscore\s*:?=|\bscoring override\b|\bdo not recompute\b",
    ),
    "our_names": (1.0, rf"\b{_OUR_NAMES}\b|\b(?:known|pending) slots?\b"),
    "speaker_line": (
        1.0,
        r"(?:^|\n|\\n)\W{0,3}(?:system|assistant|developer|user|human|ai|tool(?: result)?|sistema|asistente|model)\s*:"
        r"|\btool (?:result|call|output)s?\s*:|\bsystem (?:update|override|notice)\b[^?\n]{0,40}[:.]",
    ),
    "our_tags": (
        1.0,
        r"<\s*/?\s*(?:lead_message|pending|system|assistant|user|instructions?|prompt|known_\w+|knowledge|context)\b"
        r"|\[/?(?:inst|system)\]|<\|\w{2,20}\|>|<</?sys>>|#{2,}\s*(?:system|instruc\w+|new task)\b",
    ),
    "json_of_ours": (
        1.0,
        r"[\"'](?:value|evidence|confidence|intents?|vague|instructions?|approved|reply|budget\w*|price"
        r"|\w+_usd)[\"']\s*:"
        r"\s*[\[{\"'\dtf]|\bvague\s*=\s*(?:true|false)|\bconfidence\s*=\s*\d|\breturn an? (?:empty )?(?:object|json)\b",
    ),
    "fills_form": (
        0.9,
        r"\b(?:set|make|mark|log|record|register|rate|treat|put|enter|apunt[ae]|pong[ae]|registr[ae]|marqu[ae]"
        r"|anot[ae]|llen[ae])\b"
        rf"{_NEARER}\b(?:confidence|confianza|certainty|definite|as given|vague|ready-to-buy|as '?(?:sell|buy|hot"
        rf"|motivated"
        r"|wanting|approved|verified|cash|interested|urgent)\w*'?)\b"
        r"|\b(?:pong[ae]|apunt[ae]|escrib[ae]|registr[ae])\b[^.?!\n]{0,15}\ben (?:el|su) (?:formulario|sistema"
        r"|expediente)\b"
        r"|\bfill (?:in |out )?(?:the |your )?form (?:like|with|as|so)\b|\bfor (?:your|the) records? (?:write|put"
        r"|say|set|log|note)\b"
        r"|\bmark as\b|\blead_?quality\b",
    ),
    "sets_a_value": (
        0.3,
        r"\b(?:set|change|update) (?:the )?(?:area|budget|price|address|condition|timeline|bedrooms|city"
        r"|preapproval) (?:to|as|=)\b"
        r"|\bme as (?:wanting|an?|the|sell|buy|hot|pre)",
    ),
    "records_for_us": (
        0.4,
        r"(?:^|[.!?,;:\n]\s*|\b(?:please|pls|just|so|and|then|now|por favor|favor de) )(?:assume|register|record|log"
        r"|mark|treat|suppose"
        r"|pretend|count|asuma|suponga|registre|apunte|anote|marque)\b (?:that |as if |me |us |it |this |my |i |we "
        r"|que )",
    ),
    "not_so": (
        0.3,
        r"\b(?:even though|although|though|but|aunque|pero)\b[^.?!\n]{0,25}\b(?:not|no|isn'?t|didn'?t|never|nunca)\b"
        r"|\b(?:i|we|they) (?:did not|didn'?t|never did)\b|\bis not true\b|\bno es (?:cierto|verdad)\b",
    ),
    "demands_a_promise": (
        0.5,
        r"(?:^|[.!?,;:\n]\s*|\b(?:please|pls|just|so|and|then|now|por favor|must|to) )(?:guarantee|promise|swear"
        r"|assure|vow|prometa\w*"
        r"|garantic\w+|asegur[ae]\w*|jur[ae]\w*)\b (?:to |that |me |us |in |it |the |que |my )",
    ),
    "told_to_say": (
        0.5,
        rf"(?:^|[.!?,;:\n(\[]\s*|\b(?:please|pls|just|also|so|and|then|now|must|por favor|solo|can you|can u"
        rf"|in your reply) )(?:{_SPEAK}|type|paste"
        r"|quote|attach|recite)\b (?!(?:me |us |back )?(?:when|if|after|once|on|in|as soon|by|before|about|to|until"
        r"|a|an|at|from|whenever|cuando|si|mas|antes"
        r"|al|en|por|para|a)\b)(?:\S+ ?){2}",
    ),
    "against_the_words": (
        0.6,
        r"\b(?:whatever|no matter what) (?:the |this )?(?:lead|client|person|user|he|she|they|i) (?:says?|writes?)\b"
        r"|\bi (?:didn'?t|did not|never) (?:say|said) it\b|\baunque no lo (?:haya dicho|dije)\b|\bjust write it\b"
        r"|\bthat is an order\b|\beven (?:when|if) (?:asked|they ask|he asks|she asks)\b|\bi lose my (?:bonus|job)\b",
    ),
    "certain": (
        0.7,
        r"\byou are (?:now )?(?:100 ?%|completely|fully|totally) (?:confident|certain|sure)\b"
        r"|\bset (?:the )?confidence\b"
        r"|\bconfianza (?:a )?(?:1|uno|cien|100)\b|\bwith (?:certainty|confidence) (?:of )?(?:1|100)"
        r"|\bconfidence (?:of |to |is )?1(?:\.0)?\b",
    ),
    "dictates": (
        0.6,
        rf"(?<!n't )(?<!not )(?<!to )\b{_SAY}\b(?: me| us| back| them)?(?: (?:only|exactly|just|solo"
        rf"|exactamente))+\b(?! (?:when|if|after|on|in plain))"
        rf"|\b{_SAY}\b[^.?!\n\"']{{0,20}}(?<!\w)[\"'][^\"'\n]{{3,}}[\"']|\b{_SAY}(?: exactly| this| that)?\s*:"
        rf"|\b(?:must|should|shall|debe) (?:say|read|answer|reply|respond|contain|decir)\b"
        r"|\bjust answer\s*:|\brepeat(?: after me)?\s*:",
    ),
    "dictates_link": (
        0.6,
        rf"\b(?:{_SAY}|send|put|include|give|post|use|mand[ea]|envi[ae])\b[^?!\n]{{0,60}}(?:https?:\S|www\."
        rf"|\b[\w-]+\.(?:example|com|net|org|io|info|biz|link|xyz)\b|\blink in your)",
    ),
    "link_in_answer": (0.6, r"\blink in (?:your|the|each) (?:answer|reply|text|message|response)\b"),
    "puts_words": (
        0.6,
        r"(?<!don't )(?<!not )(?<!never )\b(?:say|write|confirm|promise|state|announce|claim|admit|guarantee|diga"
        r"|confirme|escriba|prometa|asegure)\b"
        r"(?: me| us| to me)?(?: in (?:your|the) [\w ]{0,12}(?:text|reply|message|answer))?(?: that| the| que)*(?: "
        r"|\W{1,3})"
        r"(?:you(?:'ll| will|'re| are)|u r|we(?:'ll| will)?|i'?m|our|my home is|my house is|my appointment"
        r"|price (?:of|is)|gift card|usted es|le garantiz\w+"
        r"|mi cita|el precio es|es una)\b",
    ),
    "quotes_us": (
        0.5,
        r"\b(?:as|like) (?:you|the agent|your agent|the broker)(?: guys)?(?: already)? (?:agreed|promised|offered"
        r"|confirmed|told me you)\b"
        r"|\b(?:you|the agent|your agent) (?:already |earlier )?(?:agreed|promised|booked me|guaranteed)\b"
        r"|\bearlier you (?:promised|said|agreed)\b"
        r"|\bcomo ya quedo\b|\bya quedo (?:hecha|confirmada|acordado)\b|\b(?:manager|office|broker) approved\b"
        r"|\byou are cleared\b",
    ),
    "wants_it_confirmed": (
        0.5,
        r"(?<!can you )\b(?:confirm|confirme|confirmeme|repeat|repita) (?:the |that |my |mi |que |el )*(?:price|gift"
        r"|appointment|cita|precio|offer|deal)\b"
        r"|\bin your (?:next |first )?(?:answer|reply|text|message|response)\b|\bjust answer:|\bin writing from you\b",
    ),
    "for_the_lead": (
        0.7,
        r"\b(?:tell|send|message|text|insult|announce (?:\w+ ){1,3}to|give|call|hand|charge|promise|offer) (?:the "
        r"|this |all |every |each |new )*(?:leads?|clients|everyone|them '|customers)\b",
    ),
    "other_people": (
        1.0,
        r"\b(?:list|give|send|show|copy|tell|names?)\b[^.?!\n]{0,40}\b(?:all (?:of )?(?:the |your )?(?:leads|clients"
        r"|customers)|other (?:leads?|clients?|customers?)"
        r"|their (?:message|phone|number|budget)|that number (?:has )?said)\b|\blast person (?:who|that) (?:texted"
        r"|wrote|messaged) (?:you|u)\b|\bmerge my (?:file|record)\b"
        r"|\b(?:mande\w*|deme|envie\w*|digame|pase\w*)\b[^.?!\n]{0,20}\bdatos de (?:la |el |los |las )?(?:client\w+"
        r"|otr\w+|demas)\b",
    ),
    "opt_outs": (
        0.8,
        r"\bkeep texting (?:them|him|her|everyone)\b|\b(?:remove|cancel|undo|clear) (?:the |this |his "
        r"|her )?opt-?out\b|\bresume marketing\b"
        r"|\bde baja a tod\w+\b|\bopt (?:everyone|all)\b",
    ),
    "denies_machine": (
        0.7,
        r"\b(?:say|tell (?:me|them)|diga|di|answer|swear|claim)\b[^.?!\n]{0,20}\b(?:you'?re?|you are|u r|i'?m"
        r"|usted es|eres|ur)\b[^.?!\n]{0,12}\b(?:real|human|persona|licensed|person)\b"
        r"|\bif i ask,? (?:you'?re|you are|say)\b|\b(?:dont|don't|never) (?:say|admit) (?:you'?re|u r|ur"
        r"|you are) (?:a |an )?(?:automated|bot|ai|robot|machine)\b(?! line)",
    ),
    "another_task": (
        0.6,
        r"\bbegin (?:poem|story|song)\s*:|\bwrite (?:me )?(?:a|an) (?:poem|essay|story|song)\b|\bin all caps\b"
        r"|\bin (?:raw )?json\b|\b\d{2,} emojis?\b"
        r"|\bat least \d{3,} (?:characters|words|letters)\b|\bno rule[sz]\b|\brule[sz] off\b|\bm[o0]de on\b"
        r"|\bsea mi (?:abogado|medico)\b"
        r"|\blet'?s (?:switch|swap|play)\b[^.?!\n]{0,12}\byou\b|\b(?:and )?i am the assistant\b",
    ),
    "decode": (0.6, r"\b(?:decode|decipher|descifr\w+|decodifi\w+)\b[^.?!\n]{0,12}\b(?:this|it|the|esto|following)\b"
    r"|\bdo (?:what|as) it says\b"),
}  # fmt: skip
_PATTERNS = {name: (weight, re.compile(pattern)) for name, (weight, pattern) in _SIGNS.items()}
# "but I did not" is no sign by itself: only where something was to be written down.
_ONLY_WITH = {"not_so": {"records_for_us", "fills_form", "sets_a_value"}}
_DISGUISES = {"invisible": 0.5, "look_alikes": 0.5, "spaced": 0.4, "leet": 0.4, "encoded": 0.6, "entities": 0.4}


@dataclass(frozen=True, slots=True)
class Shown:
    """Which signs a text shows, and what they weigh together."""

    signs: tuple[str, ...] = ()
    weight: float = 0.0


def signs_of(text: str) -> Shown:
    """Everything that a text shows in the view of it that shows most."""
    if len(text) > _BEGINNING_CHARS + _END_CHARS:
        text = f"{text[:_BEGINNING_CHARS]}\n{text[-_END_CHARS:]}"  # the middle is cut out before anything is sent
    return _remembered(text) if len(text) <= _MOST_REMEMBERED_CHARS else _looked_at(text)


_MOST_REMEMBERED_CHARS = 400  # short texts repeat across leads; long ones do not
_BEGINNING_CHARS, _END_CHARS = 12_000, 6_000


@lru_cache(maxsize=4096)
def _remembered(text: str) -> Shown:
    return _looked_at(text)


def _looked_at(text: str) -> Shown:
    return max((_of_view(view) for view in views(text)), key=lambda shown: shown.weight)


def _of_view(view: View) -> Shown:
    """A disguise counts only where something is hidden in it."""
    found = list(_matching(view.text))
    names = {name for name, _ in found}
    found = [one for one in found if one[0] not in _ONLY_WITH or names & _ONLY_WITH[one[0]]]
    weight = sum(weight for _, weight in found)
    if found and view.disguise:
        found.append((view.disguise, 0.0))
        weight += _DISGUISES[view.disguise]
    return Shown(tuple(name for name, _ in found), round(weight, 2))


def _matching(text: str) -> Iterator[tuple[str, float]]:
    for name, (weight, pattern) in _PATTERNS.items():
        if pattern.search(text):
            yield name, weight
