"""Parts of the patterns of signs.py's tables, in English and Spanish. For folded text (guards/disguises.py)."""

NEAR = r"[^.?!\n]{0,40}"
NEARER = r"[^.?!\n]{0,25}"

CANCEL = r"(?:ignor\w+|disregard\w*|forget|override|overrule|bypass|omit[ae]|olvid[aeo]\w*|descart[ae]\w*|desobede\w+)"
GUIDE = r"(?:instruc\w+|prompts?|guidelines|guardrails|directives?|directrices|programming|restrictions|training)"
SHOW = (
    r"(?:show|print|reveal|repeat|list|copy|say|says|said|output|display|give|write|translate|append|dump|leak|tell"
    r"|share"
    r"|muestr\w+|diga|dime|digame|repit\w+|imprim\w+|list[ae]|ensen\w+|revel\w+|traduzca|copi[ae])"
)
SAY = (
    r"(?:say|write|reply|respond|answer|state|announce|output|print|repeat|text|diga|di|escriba|conteste|responda"
    r"|repita)"
)
SPEAK = SAY.replace("|text", "")  # "text me instead" is no order to say something
MACHINE = r"(?:bot|a\.?i|chatbot|assistant|gpt\S*|llm|language model|asistente|agente virtual|automation)"
OUR_NAMES = (
    r"(?:lead_message|known_slots|pending_slot|budget_usd|asking_price_usd|timeline_days|size_sqft|intent_buy_or_sell"
    r"|property_address|task_line|max_characters|lead_quality|system_prompt)"
)
