"""What the bots say in English. Every text is GSM-7, holds at most one question and names no figure of its own.

QUESTIONS: slot → (plain, rephrase, choices), each with at least three variants; the first of the plain ones is short
enough to follow an opener.
"""

QUESTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "lead.intent": (
        (
            "Are you looking to buy or sell, and in which area?",
            "Is it buying or selling that you have in mind, and where?",
            "Would you like to buy a home or sell one, and in what area?",
        ),
        (
            "So I point you the right way: is this about buying or about selling?",
            "Just so I get it right: do you want to sell a home, or find one?",
            "To help properly, may I ask if you plan to buy or to sell?",
        ),
        (
            "Which fits best: buying, selling, or both?",
            "Would you say buying, selling, or a bit of both?",
            "Please pick one: buy, sell, or both?",
        ),
    ),
    "lead.area": (
        (
            "Which area are you thinking of?",
            "What part of town do you have in mind?",
            "Which city or neighborhood is this about?",
        ),
        (
            "Which city or zip code should I note down?",
            "Roughly where would that be?",
            "What is the nearest city or neighborhood?",
        ),
        (
            "Is it in the city, in the suburbs, or further out?",
            "Would you say downtown, the suburbs, or out in the country?",
            "City, suburbs, or countryside: which is closest?",
        ),
    ),
    "seller.address": (
        (
            "What is the address of the property?",
            "Which property would you like to sell? The street address is fine.",
            "Could you share the address of the home you want to sell?",
        ),
        (
            "Which street and number is the home at?",
            "To look at the right home, what street address should I note?",
            "What is the street and city of the property?",
        ),
        (
            "Street and number are enough, or just the street and city: which do you prefer to share?",
            "Would you rather send the full address, or only the street for now?",
            "The full address, or only street and zip: what works for you?",
        ),
    ),
    "seller.motivation": (
        (
            "What makes you want to sell, and where to next?",
            "What has you thinking of selling, and where would you go?",
            "May I ask why you are selling, and where you would move?",
        ),
        (
            "What is the main reason for the sale?",
            "What would selling this home make possible for you?",
            "What changed that has you thinking of a sale?",
        ),
        (
            "Which is closest: relocating, downsizing, needing more space, an inherited home, or something else?",
            "Is it a move, a smaller home, a bigger home, money, or something else?",
            "Would you say relocation, retirement, more space, or another reason?",
        ),
    ),
    "seller.timeline": (
        (
            "Would selling in the next {low} to {high} days work for you?",
            "If it went smoothly, would {low} to {high} days be a good time frame?",
            "Could you see yourself selling within {low} to {high} days?",
        ),
        (
            "When would you like to be done with the sale?",
            "What timing would suit you best for selling?",
            "By when would you want the home to be sold?",
        ),
        (
            "Which is closest: within {high} days, in 2 to 3 months, or later than that?",
            "Would you say next month, in about 3 months, or in 6 months or more?",
            "Soon, within 3 months, or next year: which fits best?",
        ),
    ),
    "seller.condition": (
        (
            "What condition is the home in?",
            "How would you describe the condition of the home?",
            "Does the home need any work right now?",
        ),
        (
            "If a buyer walked in today, what would need fixing?",
            "Are there repairs that the home needs?",
            "How are the roof, the kitchen and the systems holding up?",
        ),
        (
            "Which fits best: move-in ready, minor work, or major work?",
            "Would you say it is in great shape, needs a few repairs, or needs a lot of work?",
            "Move-in ready, some cosmetic work, or a fixer-upper?",
        ),
    ),
    "seller.price": (
        (
            "What price would feel good to you?",
            "What figure would you be happy to sell for?",
            "Do you have a price in mind that would feel right?",
        ),
        (
            "Even a rough figure helps: what would you want to get for it?",
            "At about what number would you say yes?",
            "What amount would make selling worth it for you?",
        ),
        (
            "A rough range is fine too. What would be the low end and the high end?",
            "Is there a lowest number you would accept, or a range you hope for?",
            "Which is easier to name: your ideal price, or the lowest you would take?",
        ),
    ),
    "seller.mortgage": (
        (
            "Is there a mortgage or a lien on the home?",
            "Do you still owe anything on the home?",
            "Roughly what is still owed on the home, if anything?",
        ),
        (
            "Is the home paid off?",
            "About how much is left on the loan?",
            "Would anything have to be paid off at closing?",
        ),
        (
            "Which fits: paid off, a mortgage, or a mortgage and a lien?",
            "Is it paid off, nearly paid off, or is there a larger loan?",
            "Paid off, one loan, or more than one?",
        ),
    ),
    "seller.upgrades": (
        (
            "Have you done any upgrades to the home?",
            "What has been updated in recent years?",
            "Any renovations that a buyer should know of?",
        ),
        (
            "Is there anything new, such as roof, kitchen or floors?",
            "What have you put into the home since you bought it?",
            "Which parts of the home are newest?",
        ),
        (
            "Which is newest: kitchen, baths, roof, or none of them?",
            "Kitchen, bathrooms, roof, or nothing lately?",
            "Would you say fully updated, partly updated, or original?",
        ),
    ),
    "seller.listed_before": (
        (
            "Has the home been listed before?",
            "Was the home on the market before?",
            "Have you tried to sell it before?",
        ),
        (
            "Did an agent ever list it for you?",
            "Has it been for sale in the last few years?",
            "Is this the first time it would be for sale?",
        ),
        (
            "Never listed, or listed before: which is it?",
            "Would this be its first listing, yes or no?",
            "Listed before, yes or no?",
        ),
    ),
    "seller.decision_maker": (
        (
            "Who else decides on the sale with you?",
            "Is anyone else part of the decision?",
            "Does anyone besides you have a say in the sale?",
        ),
        (
            "Is the home in your name only?",
            "Would someone else need to sign?",
            "Who would be at the table for the decision?",
        ),
        (
            "Is it only you, you and a partner, or the family?",
            "Just you, two of you, or more people?",
            "Only you, or someone else too?",
        ),
    ),
    "seller.contact_channel": (
        (
            "What is the best way to reach you?",
            "How do you prefer to be contacted?",
            "Which way of contact suits you best?",
        ),
        (
            "Should we keep texting, or is another way better?",
            "What works best for you when a person gets in touch?",
            "How would you like a person from the team to reach you?",
        ),
        (
            "Text, call, or email?",
            "Which do you prefer: text, call, or email?",
            "Would text, a call, or an email be best?",
        ),
    ),
    "buyer.budget": (
        (
            "What budget do you have in mind?",
            "Roughly what price range are you looking in?",
            "About how much would you like to spend?",
        ),
        (
            "What is the most you would be comfortable paying?",
            "Up to about what price should a home cost?",
            "Even a rough number helps: where should I set the limit?",
        ),
        (
            "Is there a top price, or a monthly payment you want to stay under?",
            "Which is easier to name: your ideal price or your upper limit?",
            "A range is fine too. What would be the low end and the high end?",
        ),
    ),
    "buyer.preapproval": (
        (
            "Are you pre-approved, or paying cash?",
            "Have you been pre-approved for a loan yet?",
            "Where do things stand with financing?",
        ),
        (
            "Have you talked to a lender so far?",
            "Will you use a loan, and if so, is it approved yet?",
            "How do you plan to pay for the home?",
        ),
        (
            "Which fits: pre-approved, in progress, cash, or not started?",
            "Approved already, working on it, paying cash, or not yet started?",
            "Is it cash, a pre-approved loan, or still to be arranged?",
        ),
    ),
    "buyer.bedrooms": (
        (
            "How many bedrooms do you need, and what size?",
            "How many bedrooms would be right for you?",
            "What size of home are you after, and how many bedrooms?",
        ),
        (
            "What is the smallest number of bedrooms that works?",
            "How many bedrooms should the home have at least?",
            "How much room do you need, in bedrooms?",
        ),
        (
            "Would 2, 3, or 4 bedrooms fit best?",
            "Which is closest: 1 to 2 bedrooms, 3, or 4 and up?",
            "Two bedrooms, three, or four?",
        ),
    ),
    "buyer.timeline": (
        (
            "When would you like to move in?",
            "What is your time frame for moving?",
            "By when do you hope to be in the new home?",
        ),
        (
            "Is there a date you need to be moved by?",
            "How soon would you want the keys?",
            "Roughly how many months from now do you want to move?",
        ),
        (
            "Which is closest: within a month, in 2 to 3 months, or later?",
            "Would you say next month, in about 3 months, or in 6 months or more?",
            "Soon, within 3 months, or next year?",
        ),
    ),
    "buyer.area": (
        (
            "Which area would you like to live in?",
            "What area or neighborhood do you have in mind?",
            "Where would you like the new home to be?",
        ),
        (
            "Which city or zip code should I look at?",
            "Is there a part of town that you like most?",
            "What is the one area you would pick first?",
        ),
        (
            "In the city, in the suburbs, or further out?",
            "Would you say downtown, the suburbs, or out in the country?",
            "City, suburbs, or countryside: which is closest?",
        ),
    ),
}

LINES: dict[str, tuple[str, ...]] = {
    "opener_disclosed": (
        "Hi{name}, {assistant} here, automated assistant at {company}.",
        "Hello{name}, it's {assistant}, the AI assistant of {company}.",
        "Hi{name}, I'm {assistant}, a virtual assistant for {company}.",
    ),
    "opener": (
        "Hi{name}, {assistant} here from {company}.",
        "Hello{name}, it's {assistant} at {company}.",
        "Hi{name}, I'm {assistant} with {company}.",
    ),
    "bot_answer": (
        "Yes, I'm an automated assistant. You can ask for a person any time.",
        "I am, yes: an AI assistant for our team. Say the word for a person.",
        "Yes, a virtual assistant. If you prefer a person, just tell me.",
    ),
    "who": (
        "This is {assistant}, the automated assistant at {company}. It's about buying or selling a home.",
        "You have {assistant} here, the virtual assistant of {company}, for people who buy or sell a home.",
        "I'm {assistant}, an AI assistant, writing for {company} about buying or selling a home.",
        "{assistant} here, the AI assistant at {company}, about buying or selling.",
        "I'm {assistant}, {company}'s AI assistant for home buyers and sellers.",
    ),
    "listings": (
        "I can't look up homes myself, but an agent on our team can.",
        "An agent on our team can pull up homes for you; I note what you want.",
        "Our agents look up the homes; I write down what should be in the search.",
    ),
    "process": (
        "I ask a few questions here by text. Everything after that is done by people on our team.",
        "It starts with a few questions from me; people on our team do the rest.",
        "A few short questions here first. From there on people on our team handle it.",
    ),
    "agents": (
        "That one is for our agents to answer; I have it written down for them.",
        "I'd rather leave that to an agent on our team; your question is noted.",
        "An agent on our team is the one to answer that. I've noted your question.",
    ),
    "sent": (
        "I can't see from here who sent that. I'm the automated assistant at {company}.",
        "What was sent I can't look up; I'm an AI assistant writing for {company}.",
        "I'm {company}'s virtual assistant and can't see what was sent before.",
    ),
    "handoff": (
        "I'm getting someone from our team for you. {when}",
        "A person on our team will take it from here. {when}",
        "I'm passing this to a person on our team now. {when}",
    ),
    "handoff_asked": (
        "Of course. I'm getting someone from our team for you. {when}",
        "Sure, a person from our team will take it from here. {when}",
        "No problem, I'm passing you to a person on our team now. {when}",
    ),
    "handoff_legal": (
        "Thank you for being open about that. A person on our team will take it from here. {when}",
        "That deserves a person's attention, so I'm getting someone from our team. {when}",
        "Thanks for telling me. That is best handled by a person on our team. {when}",
    ),
    "handoff_anger": (
        "I'm sorry about that. A person from our team will look into this. {when}",
        "I apologize for the trouble. I'm asking a person on our team to step in. {when}",
        "I'm sorry for the frustration. Someone from our team will take over from here. {when}",
    ),
    "handoff_meeting": (
        "Glad to hear it. Someone from our team will set that up with you. {when}",
        "Great, a person on our team will arrange that with you. {when}",
        "Sounds good. I'm asking someone on our team to sort out the time with you. {when}",
    ),
    "handoff_question": (
        "I'd rather not guess, so someone from our team will answer that. {when}",
        "I don't have that for sure, so a person from our team will tell you. {when}",
        "I want you to get that right, so I'm asking someone on our team to answer. {when}",
    ),
    "handoff_hot": (
        "Thanks, that's all I need. Someone from our team will go over the next steps. {when}",
        "Great, I have everything. A person from our team will take it from here. {when}",
        "Thank you, that covers it. I'm passing you to a person on our team. {when}",
    ),
    "holding": (
        "Thanks, I have your message. I'll get back to you here as soon as I can.",
        "Got your message, thank you. It may take me a little while to answer.",
        "Thank you for the message. I'll answer here as soon as I can.",
    ),
    "nurture": (
        "I'll leave it here for now. Text me any time if something changes.",
        "That's all from me for now. I'm here whenever you want to pick it up.",
        "No rush at all. Whenever the time feels right, just text me here.",
    ),
    "noted": (
        "Thanks, I've noted that.",
        "Thank you, that's written down.",
        "Good to know, I've added it.",
    ),
    "not_interested": (
        "No problem, thanks for telling me. I won't ask further. Text me if that ever changes.",
        "Understood, I'll leave you be. You can always text me here.",
        "All right, thank you for letting me know. The door stays open.",
    ),
    "wrong_number": (
        "Sorry about that, I had the wrong number. I won't text you again.",
        "My apologies for the mix-up. You won't hear from me again.",
        "Sorry for the trouble, wrong number on our side. I'll stop here.",
    ),
}

LEAD_INS: dict[str, tuple[str, ...]] = {
    "thanks": ("Thanks, got it.", "Good to know.", "Thank you.", "Got it.", "That helps, thanks."),
    "corrected": ("Thanks, I've changed that.", "Got it, updated.", "All right, corrected."),
    "help": ("Happy to help.", "Glad to help with that.", "Of course, happy to help."),
    "greeting": ("Hi{name}!", "Hello{name}!", "Hi there!"),
    "bot": ("Yes, I'm an automated assistant.", "I am an AI assistant, yes.", "Yes, a virtual assistant here."),
}
