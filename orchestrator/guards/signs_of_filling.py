"""Signs of text in the machine's own shapes, or meant for its form: name → (weight, pattern)."""

from orchestrator.guards.sign_words import NEARER, OUR_NAMES

FILLINGS: dict[str, tuple[float, str]] = {
    "our_names": (1.0, rf"\b{OUR_NAMES}\b|\b(?:known|pending) slots?\b"),
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
        rf"{NEARER}\b(?:confidence|confianza|certainty|definite|as given|vague|ready-to-buy|as '?(?:sell|buy|hot"
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
    "certain": (
        0.7,
        r"\byou are (?:now )?(?:100 ?%|completely|fully|totally) (?:confident|certain|sure)\b"
        r"|\bset (?:the )?confidence\b"
        r"|\bconfianza (?:a )?(?:1|uno|cien|100)\b|\bwith (?:certainty|confidence) (?:of )?(?:1|100)"
        r"|\bconfidence (?:of |to |is )?1(?:\.0)?\b",
    ),
}  # fmt: skip
