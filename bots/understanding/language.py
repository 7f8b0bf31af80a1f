"""English or Spanish, from the words."""

import re

from bots.understanding.words import fold, word_set

ENGLISH = word_set(
    """the i i'm im my is are was to and want looking yes yeah for of in on it it's with would like we our have
    about need house home sell buy what how when not sure what's you your this that can me but hi hello thanks please
    don't
    selling buying no why who where call stop maybe month months days year years week next bedrooms cash price"""
)
SPANISH = word_set(
    """el la los las un una que de en y por para con mi mis su quiero quisiera tengo estoy soy es casa vender comprar
    hola gracias buenas buenos si pero como cuando cuanto donde porque meses mes dias semana ano anos habitaciones
    recamaras efectivo precio mil dolares hablar persona llamar llame usted necesito necesitamos estamos vendo busco
    nada muy esta esto del al me se le lo mas ya tambien claro buen mudar mudamos cerca zona arreglos no"""
)
_MARKS = re.compile(r"[¿¡ñÑ]")
_WORDS = re.compile(r"[^\W\d_][\w']*")


def detect_language(text: str, otherwise: str) -> str:
    """ "en" or "es"; `otherwise` when the words do not tell."""
    words = _WORDS.findall(fold(text))
    spanish = sum(word in SPANISH for word in words) + 2 * bool(_MARKS.search(text))
    english = sum(word in ENGLISH for word in words)
    if spanish == english:
        return otherwise
    return "es" if spanish > english else "en"
