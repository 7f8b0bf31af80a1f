"""What the bots say in Spanish, with "usted".

Written as it should be read. GSM-7 lacks á, í, ó and ú, and one of them would cut a segment from 160 signs to 70, so
`situation_text` sends those four without their accent, as is usual in text messages; the wording avoids most of them.
"""

QUESTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "lead.intent": (
        (
            "¿Quiere comprar o vender, y en qué zona?",
            "¿Le interesa comprar o vender una casa, y en qué zona?",
            "¿Piensa comprar o vender, y por qué zona?",
        ),
        (
            "Para orientarle bien: ¿se trata de comprar o de vender?",
            "¿Quiere vender una casa o encontrar una?",
            "Para ayudarle mejor, ¿piensa comprar o vender?",
        ),
        (
            "¿Qué opción le describe: comprar, vender o ambas cosas?",
            "¿Diría comprar, vender o las dos cosas?",
            "Elija una: ¿comprar, vender o ambas?",
        ),
    ),
    "lead.area": (
        (
            "¿En qué zona lo tiene pensado?",
            "¿En qué parte de la ciudad?",
            "¿De qué ciudad o barrio se trata?",
        ),
        (
            "¿Qué ciudad o zona debo anotar?",
            "¿Por dónde queda, a grandes rasgos?",
            "¿Cerca de qué ciudad o barrio?",
        ),
        (
            "¿En la ciudad, en las afueras o en el campo?",
            "¿Diría centro, afueras o campo?",
            "¿Qué prefiere: ciudad, afueras o campo?",
        ),
    ),
    "seller.address": (
        (
            "¿En qué calle y número queda la propiedad?",
            "¿Qué propiedad quiere vender? Basta con calle y número.",
            "¿Me comparte la calle y el número de la casa que quiere vender?",
        ),
        (
            "¿Qué calle, número y ciudad debo anotar?",
            "Para ver la casa correcta, ¿en qué calle y número queda?",
            "¿Cómo se llama la calle y qué número tiene la casa?",
        ),
        (
            "¿Prefiere darme calle y número, o solo la calle por ahora?",
            "Calle y número, o calle y ciudad: ¿qué le resulta mejor?",
            "¿Me da el domicilio completo o solo la calle y la ciudad?",
        ),
    ),
    "seller.motivation": (
        (
            "¿Por qué quiere vender, y a dónde iría?",
            "¿Qué le hace pensar en vender, y a dónde se iría?",
            "¿Puedo preguntar por qué vende y a dónde piensa mudarse?",
        ),
        (
            "¿Cuál es el motivo principal de la venta?",
            "¿Qué podría hacer usted gracias a la venta?",
            "¿Qué ha cambiado para que piense en vender?",
        ),
        (
            "¿Qué se acerca: mudanza, casa más chica, más espacio, herencia u otro motivo?",
            "¿Es por mudanza, por espacio, por dinero, por herencia o por otro motivo?",
            "¿Diría mudanza, retiro, espacio u otro motivo?",
        ),
    ),
    "seller.timeline": (
        (
            "¿Le viene bien vender en {low} a {high} días?",
            "Si todo va bien, ¿un plazo de {low} a {high} días le sirve?",
            "¿Se imagina vender dentro de {low} a {high} días?",
        ),
        (
            "¿Para cuándo quiere tener la venta hecha?",
            "¿Qué plazo le conviene para vender?",
            "¿En qué fecha le conviene tener la casa vendida?",
        ),
        (
            "¿Qué se acerca: en {high} días, en 2 a 3 meses, o luego de eso?",
            "¿Diría el mes que viene, en unos 3 meses, o en 6 meses?",
            "¿Pronto, en 3 meses o el año que viene?",
        ),
    ),
    "seller.condition": (
        (
            "¿En qué estado se encuentra la casa?",
            "¿Cómo describe el estado de la casa?",
            "¿La casa necesita arreglos?",
        ),
        (
            "Si alguien entrara hoy a vivir, ¿qué tiene que arreglarse?",
            "¿Hay reparaciones pendientes en la casa?",
            "¿Cómo se encuentran el techo y la cocina?",
        ),
        (
            "¿Qué le describe mejor: lista para vivir, pocos arreglos o muchos arreglos?",
            "¿Diría en buen estado, con pocos arreglos o con muchos?",
            "¿Lista para entrar, algunos arreglos o muchas reparaciones?",
        ),
    ),
    "seller.price": (
        (
            "¿Con qué precio se queda a gusto?",
            "¿Qué precio le parece bueno para vender?",
            "¿Tiene en mente un precio que le parezca justo?",
        ),
        (
            "Un aproximado sirve: ¿por qué precio la vende?",
            "¿A partir de qué cifra acepta vender?",
            "¿Qué cantidad hace que valga la pena vender?",
        ),
        (
            "También sirve un rango. ¿Entre qué cifras se mueve?",
            "¿Tiene un precio base o un rango que espera?",
            "¿Qué le resulta mejor nombrar: el precio ideal o el que acepta como base?",
        ),
    ),
    "seller.mortgage": (
        (
            "¿Tiene hipoteca o gravamen la casa?",
            "¿Se debe dinero por la casa?",
            "¿Queda saldo por pagar de la casa?",
        ),
        (
            "¿La casa ya se encuentra pagada?",
            "¿Queda parte del préstamo por pagar?",
            "¿Hay que pagar algo al cerrar la venta?",
        ),
        (
            "¿Pagada, con hipoteca, o con hipoteca y gravamen?",
            "¿Pagada, casi pagada o con un préstamo grande?",
            "¿Pagada, un préstamo o varios?",
        ),
    ),
    "seller.upgrades": (
        (
            "¿Le ha hecho mejoras a la casa?",
            "¿Qué se ha renovado en años recientes?",
            "¿Hay renovaciones que un comprador deba conocer?",
        ),
        (
            "¿Hay algo nuevo, como techo, cocina o pisos?",
            "¿Qué ha mejorado desde que la tiene?",
            "¿Qué partes de la casa son recientes?",
        ),
        (
            "¿Qué es reciente: cocina, baños, techo o nada?",
            "¿Cocina, baños, techo o nada de eso?",
            "¿Renovada, renovada en parte u original?",
        ),
    ),
    "seller.listed_before": (
        (
            "¿Ya estuvo la casa a la venta antes?",
            "¿La casa ha estado en el mercado antes?",
            "¿Ya ha intentado venderla antes?",
        ),
        (
            "¿Ya la ha tenido un agente en venta?",
            "¿Ha estado a la venta en años recientes?",
            "¿Es la primera vez que se pone a la venta?",
        ),
        (
            "¿Nunca en venta, o ya en venta antes?",
            "¿Ya estuvo a la venta o es la primera vez?",
            "¿Antes en venta, o nunca?",
        ),
    ),
    "seller.decision_maker": (
        (
            "¿Quién decide la venta junto con usted?",
            "¿Otra persona participa en la venta?",
            "¿Otra persona tiene voz en la venta?",
        ),
        (
            "¿La casa se encuentra solo a su nombre?",
            "¿Tiene que firmar otra persona?",
            "¿Con quién lo decide usted?",
        ),
        (
            "¿Solo usted, usted y su pareja, o la familia?",
            "¿Decide solo, entre dos o entre varios?",
            "¿Solo usted, o alguien junto con usted?",
        ),
    ),
    "seller.contact_channel": (
        (
            "¿Cómo prefiere que le contactemos?",
            "¿Qué forma de contacto le conviene?",
            "¿Por qué medio prefiere que le hablemos?",
        ),
        (
            "¿Seguimos por mensaje o prefiere otro medio?",
            "¿Cómo prefiere que le busque una persona del equipo?",
            "¿Qué medio le resulta mejor?",
        ),
        (
            "¿Mensaje, llamada o correo?",
            "¿Qué prefiere: mensaje, llamada o correo?",
            "¿Le va mejor un mensaje, una llamada o un correo?",
        ),
    ),
    "buyer.budget": (
        (
            "¿Qué presupuesto tiene en mente?",
            "¿En qué rango de precio busca?",
            "¿Qué cantidad quiere gastar, a grandes rasgos?",
        ),
        (
            "¿Hasta qué precio se siente a gusto?",
            "¿Qué precio pone como tope?",
            "Un aproximado sirve: ¿dónde pongo el tope?",
        ),
        (
            "¿Tiene un precio tope o un pago mensual que no quiere pasar?",
            "¿Qué le resulta mejor nombrar: el precio ideal o el tope?",
            "También sirve un rango. ¿Entre qué cifras se mueve?",
        ),
    ),
    "buyer.preapproval": (
        (
            "¿Tiene preaprobado el crédito, o paga en efectivo?",
            "¿Ya le preaprobaron un préstamo?",
            "¿Cómo va con el financiamiento?",
        ),
        (
            "¿Ya ha hablado con un banco?",
            "¿Va a usar un préstamo, y ya se lo aprobaron?",
            "¿Cómo piensa pagar la casa?",
        ),
        (
            "¿Qué le describe: preaprobado, en proceso, efectivo o sin empezar?",
            "¿Ya aprobado, en proceso, al contado o sin empezar?",
            "¿Efectivo, crédito preaprobado o por arreglar?",
        ),
    ),
    "buyer.bedrooms": (
        (
            "¿Con qué número de habitaciones la busca?",
            "¿Qué número de habitaciones necesita?",
            "¿Qué tamaño busca, y con qué número de habitaciones?",
        ),
        (
            "¿Con qué número de habitaciones le basta?",
            "¿Qué número de habitaciones debe tener, por lo menos?",
            "¿Qué espacio necesita, en habitaciones?",
        ),
        (
            "¿Le van mejor 2, 3 o 4 habitaciones?",
            "¿Qué se acerca: 1 o 2 habitaciones, 3, o de 4 en adelante?",
            "¿Dos habitaciones, tres o cuatro?",
        ),
    ),
    "buyer.timeline": (
        (
            "¿Para qué fecha quiere mudarse?",
            "¿Qué plazo tiene para mudarse?",
            "¿En qué fecha espera entrar a la casa nueva?",
        ),
        (
            "¿Hay una fecha en la que debe mudarse?",
            "¿Qué tan pronto quiere tener las llaves?",
            "¿Qué fecha le conviene para la mudanza?",
        ),
        (
            "¿Qué se acerca: en un mes, en 2 a 3 meses, o luego de eso?",
            "¿Diría el mes que viene, en unos 3 meses, o en 6 meses?",
            "¿Pronto, en 3 meses o el año que viene?",
        ),
    ),
    "buyer.area": (
        (
            "¿En qué zona quiere vivir?",
            "¿Qué zona o barrio tiene en mente?",
            "¿Por dónde quiere que quede la casa nueva?",
        ),
        (
            "¿En qué ciudad busco?",
            "¿Qué parte de la ciudad le gusta?",
            "¿Qué zona elige en primer lugar?",
        ),
        (
            "¿En la ciudad, en las afueras o en el campo?",
            "¿Diría centro, afueras o campo?",
            "¿Qué prefiere: ciudad, afueras o campo?",
        ),
    ),
}

LINES: dict[str, tuple[str, ...]] = {
    "opener_disclosed": (
        "Hola{name}, soy {assistant}, asistente automatizada de {company}.",
        "Hola{name}, le escribe {assistant}, asistente virtual de {company}.",
        "Buenas{name}, soy {assistant}, la asistente virtual de {company}.",
    ),
    "opener": (
        "Hola{name}, soy {assistant}, de {company}.",
        "Hola{name}, le escribe {assistant}, de {company}.",
        "Buenas{name}, le saluda {assistant}, de {company}.",
    ),
    "bot_answer": (
        "Es correcto, soy una asistente automatizada. Puede pedir una persona.",
        "Soy una asistente virtual. Si prefiere una persona, me lo dice.",
        "Correcto, soy un programa. Cuando quiera le paso con una persona.",
    ),
    "who": (
        "Soy {assistant}, asistente automatizada de {company}. Se trata de comprar o vender una casa.",
        "Le escribe {assistant}, asistente virtual de {company}, para quien compra o vende una casa.",
        "Habla con {assistant}, la asistente automatizada de {company}, sobre comprar o vender casa.",
        "Soy {assistant}, asistente de IA de {company}, para comprar o vender.",
        "{assistant}, asistente virtual de {company}, para compradores y vendedores.",
    ),
    "listings": (
        "Yo no puedo buscar casas, pero un agente del equipo sí.",
        "Un agente del equipo le puede buscar casas; yo anoto lo que quiere.",
        "Las casas las buscan nuestros agentes; yo anoto lo que desea.",
    ),
    "process": (
        "Yo hago unas preguntas por mensaje. Lo demás lo hacen personas de nuestro equipo.",
        "Empieza con unas preguntas mías; el resto lo hacen personas del equipo.",
        "Primero unas preguntas cortas. Después siguen personas de nuestro equipo.",
    ),
    "agents": (
        "Eso lo contesta mejor un agente del equipo; ya lo dejo anotado.",
        "Prefiero que eso lo responda un agente; su pregunta queda anotada.",
        "Esa pregunta es para un agente de nuestro equipo. Queda anotada.",
    ),
    "sent": (
        "Desde acá no veo quien envió eso. Soy asistente automatizada de {company}.",
        "No puedo ver lo que se le envió; soy la asistente virtual de {company}.",
        "Soy asistente de IA de {company} y no veo lo enviado antes.",
    ),
    "handoff": (
        "Le paso con una persona de nuestro equipo. {when}",
        "Una persona del equipo sigue con usted. {when}",
        "Ahora aviso a una persona del equipo. {when}",
    ),
    "handoff_asked": (
        "Por supuesto, le paso con una persona de nuestro equipo. {when}",
        "Claro. Una persona del equipo sigue con usted. {when}",
        "Con gusto aviso ahora a una persona del equipo. {when}",
    ),
    "handoff_legal": (
        "Gracias por decirlo. De eso se ocupa una persona del equipo. {when}",
        "Eso merece la atención de una persona, y ya aviso a nuestro equipo. {when}",
        "Gracias por la confianza. Una persona del equipo sigue con usted. {when}",
    ),
    "handoff_anger": (
        "Lamento lo ocurrido. Una persona del equipo se ocupa de esto. {when}",
        "Le pido una disculpa. Ya aviso a una persona del equipo. {when}",
        "Disculpe la molestia. Una persona del equipo sigue con usted. {when}",
    ),
    "handoff_meeting": (
        "Con gusto. Una persona del equipo lo acuerda con usted. {when}",
        "Excelente, una persona del equipo ve la fecha con usted. {when}",
        "Muy bien. Le pido a una persona del equipo que lo arregle con usted. {when}",
    ),
    "handoff_question": (
        "No quiero adivinar, por eso le responde una persona del equipo. {when}",
        "No tengo ese dato seguro; se lo dice una persona del equipo. {when}",
        "Quiero que tenga la respuesta correcta: se la da una persona del equipo. {when}",
    ),
    "handoff_hot": (
        "Gracias, ya tengo todo. Una persona del equipo sigue con usted. {when}",
        "Muchas gracias, con eso basta. Le paso con una persona del equipo. {when}",
        "Excelente, gracias. Ahora sigue una persona del equipo con usted. {when}",
    ),
    "holding": (
        "Gracias, tengo su mensaje. Le respondo en cuanto pueda.",
        "Su mensaje ha llegado, gracias. Puedo tardar un poco en responder.",
        "Gracias por su mensaje. Respondo por este medio en cuanto pueda.",
    ),
    "nurture": (
        "Lo dejamos por ahora. Si algo cambia, me escribe cuando quiera.",
        "Eso es todo por ahora. Cuando quiera seguir, me escribe.",
        "Sin prisa. Cuando sea buen momento, me escribe.",
    ),
    "noted": (
        "Gracias, lo he anotado.",
        "Muchas gracias, queda anotado.",
        "Bueno es saberlo, lo he agregado.",
    ),
    "not_interested": (
        "Sin problema, gracias por avisar. Ya no le pregunto más.",
        "Entendido, no le molesto. Puede escribirme cuando quiera.",
        "De acuerdo, gracias por decirlo. Si cambia de idea, me escribe.",
    ),
    "wrong_number": (
        "Disculpe, el número era equivocado. No le vuelvo a escribir.",
        "Perdone la molestia. No recibe otro mensaje de nuestra parte.",
        "Lo siento, número equivocado de nuestra parte. Ya no le escribo.",
    ),
}

LEAD_INS: dict[str, tuple[str, ...]] = {
    "thanks": ("Gracias.", "Entendido.", "Gracias por el dato.", "Anotado.", "Muy bien, gracias."),
    "corrected": ("Gracias, lo he cambiado.", "Entendido, corregido.", "De acuerdo, lo corrijo."),
    "help": ("Con gusto le ayudo.", "Claro que le ayudo.", "Con mucho gusto."),
    "greeting": ("¡Hola{name}!", "¡Buenas{name}!", "¡Mucho gusto!"),
    "bot": ("Es correcto, soy una asistente automatizada.", "Soy una asistente virtual.", "Correcto, soy un programa."),
}
