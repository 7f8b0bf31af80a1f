"""Signs that a text tells the machine what to say, or to whom: name → (weight, pattern)."""

from orchestrator.guards.sign_words import SAY, SHOW, SPEAK

SPEECHES: dict[str, tuple[float, str]] = {
    "quote_it": (0.5, rf"\b{SHOW}\b[^.?!\n]{{0,12}}\b(?:it|them|lo|la)\b[^.?!\n]{{0,12}}\b(?:here|exactly|verbatim"
    rf"|word for word|aqui)\b|\bcopialo\b"),
    "demands_a_promise": (
        0.5,
        r"(?:^|[.!?,;:\n]\s*|\b(?:please|pls|just|so|and|then|now|por favor|must|to) )(?:guarantee|promise|swear"
        r"|assure|vow|prometa\w*"
        r"|garantic\w+|asegur[ae]\w*|jur[ae]\w*)\b (?:to |that |me |us |in |it |the |que |my )",
    ),
    "told_to_say": (
        0.5,
        rf"(?:^|[.!?,;:\n(\[]\s*|\b(?:please|pls|just|also|so|and|then|now|must|por favor|solo|can you|can u"
        rf"|in your reply) )(?:{SPEAK}|type|paste"
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
    "dictates": (
        0.6,
        rf"(?<!n't )(?<!not )(?<!to )\b{SAY}\b(?: me| us| back| them)?(?: (?:only|exactly|just|solo"
        rf"|exactamente))+\b(?! (?:when|if|after|on|in plain))"
        rf"|\b{SAY}\b[^.?!\n\"']{{0,20}}(?<!\w)[\"'][^\"'\n]{{3,}}[\"']|(?<!auto-)(?<!auto )\b{SAY}(?: exactly| this"
        rf"| that)?\s*:"
        rf"|\b(?:must|should|shall|debe) (?:say|read|answer|reply|respond|contain|decir)\b"
        r"|\bjust answer\s*:|\brepeat(?: after me)?\s*:",
    ),
    "dictates_link": (
        0.6,
        rf"\b(?:{SAY}|send|put|include|give|post|use|mand[ea]|envi[ae])\b[^?!\n]{{0,60}}(?:https?:\S|www\."
        rf"|(?<![\w@.-])[\w-]+\.(?:example|com|net|org|io|info|biz|link|xyz)\b|\blink in your)",
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
