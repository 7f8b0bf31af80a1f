"""Signs that somebody gives the machine another task, or wants to see what it was told: name → (weight, pattern)."""

from orchestrator.guards.sign_words import CANCEL, GUIDE, MACHINE, NEAR, NEARER, SHOW

COMMANDS: dict[str, tuple[float, str]] = {
    "cancels_orders": (
        1.0,
        rf"\b{CANCEL}\b{NEAR}\b(?:(?:your|sus|tus|system|all|previous|prior|above|original|initial|anteriores|todas"
        rf"|these|those|estas|esas)\W+(?:\w+\W+){{0,2}}(?:{GUIDE}|rules|reglas|normas)|(?:{GUIDE}|rules|reglas"
        rf"|normas)"
        r"\W+(?:\w+\W+)?(?:above|before|anteriores|previas|given to you|you (?:were given|have|follow)))\b",
    ),
    "cancels": (0.5, rf"\b{CANCEL}\b{NEAR}\b(?:{GUIDE}|rules|reglas|tone|everything (?:above|before)"
    rf"|todo lo anterior)\b"),
    "new_rule": (
        0.8,
        r"\b(?:new|updated|real|nuevas?|nuevos?)\W+(?:rules?|polic(?:y|ies)|dut(?:y|ies)|orders?|persona|reglas?"
        r"|politicas?"
        r"|instruc\w+)\s*:",
    ),
    "standing_order": (
        0.8,
        rf"\b(?:always|every|each|all (?:of )?your|siempre|cada|todos sus)\b{NEARER}\b(?:repl(?:y|ies)|texts?"
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
        rf"(?:^|[.!?,;:\n(-]\s*|\b(?:for|note for|to|dear|hey|hi) )(?:the )?{MACHINE}\s*[:,]"
        rf"|\b{MACHINE}\b (?:must|should|shall|will|has to|needs to|debe|tiene que)\b|\byour {MACHINE} (?:send|to"
        rf"|must|should)",
    ),
    "prompt": (
        1.0,
        rf"\b{SHOW}\b{NEAR}\b(?:your|system|hidden|initial|original|secret|full|exact|sus|tus|su"
        rf"|tu)\W+(?:\w+\W+){{0,2}}"
        rf"(?:{GUIDE}|rules|reglas)\b|\b(?:your|system|hidden|initial|secret|sus|tus|su|tu)\W+(?:\w+\W+)?"
        rf"(?:{GUIDE}|rules|reglas)\b{NEAR}\b{SHOW}\b|\b(?:rules|instructions) (?:that )?(?:you|u) (?:follow"
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
    "text_above": (
        1.0,
        r"\b(?:everything|all|the text|every word|todo lo)\b[^.?!\n]{0,20}\b(?:above|before (?:this|that) (?:tag"
        r"|line|message)"
        rf"|escrito antes)\b|\b{SHOW}\b{NEARER}\b(?:first|last) \d+ (?:lines|words|sentences)\b"
        rf"|\byour first \d+ (?:lines|words)",
    ),
    "inner_score": (
        0.8,
        rf"\b(?:{SHOW}|what)\b{NEARER}\bscore\b{NEAR}\b(?:system|stores?|about me|did you give|give me|gave me)\b"
        r"|\bscore\s*:?=|\bscoring override\b|\bdo not recompute\b",
    ),
}  # fmt: skip
