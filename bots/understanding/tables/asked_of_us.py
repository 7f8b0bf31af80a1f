"""Questions that only a person of the team may answer: advice, what can be done, terms of ours, who sent something.

No fact of ours answers them, and advice of ours would be advice on law, tax, loans or somebody's own case.
"""

from bots.understanding.words import any_of

_WE = r"(?:i|we|he|she|they|my \w+|someone|one|you)"
_US = r"(?:you|u|y'all|yall|you guys|ya'll)(?: guys)?"
ADVICE = any_of(
    r"(?:should|shall) (?:i|we|he|she|they|my \w+)",
    r"(?:do|does|would|will|must|can) (?:i|we|he|she|they|my \w+) (?:still |even |really |first |first )*(?:have|"
    r"need|qualify)",
    r"(?:is|would|will|was) (?:it|that|this|now)(?: \w+)? (?:better|best|worth it|smart|wise|ok|okay|possible|a good|"
    r"a bad|hard|"
    r"difficult|allowed|legal|bad|normal|required|necessary|enough|too (?:late|early|soon)|easier|harder|a problem|"
    r"an issue|a deal ?breaker|cheaper|true)",
    rf"(?:can|could|may) {_WE} (?:still |even |just |also |really |ever )*(?:buy|sell|sign|qualify|get|use|do|rent|"
    rf"live|stay|"
    r"keep|back out|leave|apply|assume|transfer|afford|put|wait|close|list|move|make|have|refinance|borrow|take|ask|be|"
    r"go|start|pay)",
    r"what (?:do|would|should|can|did) (?:you|u|i|we|y'all) (?:recommend|suggest|advise|think|do|need|want|require|"
    r"look for)",
    r"what (?:happens|would happen) (?:if|to|with|when)|what if",
    r"(?:will|would|does|do|can|could|is|are) (?:that|it|this|these|those|they|the|my|our|his|her|having|"
    r"being)(?: \w+){0,3} "
    r"(?:matter|hurt|help|affect|count|work|be|make|bring|qualify|disqualify|pass|need|change|stop|sell|cause|cover\w*|include\w*)",
    rf"(?:can|could|do|does|would|will|did|have) {_US} (?:\w+ )?(?:recommend|suggest|refer|know|have|work|take|"
    rf"accept|handle|do|"
    r"deal|cover|help|offer|give|buy|sold|sell|charge|require|represent|list|use|pay|provide|speak|service|serve)",
    rf"(?:are|r) {_US} (?:\w+ ){{0,3}}(?:investors?|wholesalers?|flippers?|agents?|realtors?|brokers?|buyers?|buying|"
    rf"cash|"
    r"local|licensed|independent)",
    r"how (?:long|soon|fast|quick(?:ly)?|many|often|hard|big|old|is|are|does|do|did|would|will|can|could|should|come|"
    r"about)",
    r"what(?:'s| is| are| was| would be|s)? (?:the |a |your |ur |my |our |is )*(?:\w+ )?(?:difference|best|"
    r"requirements?|minimum|timeline|"
    r"rules?|chances?|catch|point|deal|options?|next|policy|terms?|steps?|market|area|areas|kind|type|sort)",
    r"(?:any|are there|is there|there)(?: \w+){0,2} (?:programs?|assistance|grants?|rebates?|discounts?|way|chance|"
    r"options?|"
    r"penalt\w+|restrictions?|rules?)",
    r"who (?:pays|handles|does|decides|chooses|picks|gets|covers)",
    r"(?:do|would|will|does) (?:they|buyers?|sellers?|people|banks?|lenders?|it) ",
    r"se puede|(?:puedo|podemos|podria|debo|debemos|conviene|es mejor|vale la pena|es posible|necesito|hay que|"
    r"tengo que|"
    r"tenemos que)",
    r"que (?:pasa|pasaria) (?:si|con)|que (?:me |nos )?(?:recomienda|aconseja|sugiere)\w*|que (?:necesito|"
    r"se necesita|piden)",
    r"(?:trabajan|aceptan|manejan|ayudan|tienen|ofrecen|conocen|saben|compran|venden|hacen|dan) ",
    r"cuanto (?:tiempo|tarda|dura)|en cuanto tiempo",
)
ASKS_WHO_SENT = any_of(
    r"(?:are|r) (?:you|u|y'all) the (?:one|ones|people|person|guys?|company|lady|same \w+)(?: \w+)? (?:who|"
    r"that)(?: \w+)? "
    r"(?:sent|mailed|called|texted|left|wrote|put|keeps?|came|dropped|emailed|sends?|calls?)(?: (?:me|us|my))?"
    r"(?: (?:the|a|that|this|those|all|these|an|out|your) )?(?:\w+)?(?: (?:in the mail|last week|yesterday|before|"
    r"at my door))?",
    r"(?:did|do) (?:you|u|y'all)(?: guys)? (?:send|mail|call|leave|write|put|text|email)(?: (?:me|us|out))? "
    r"(?:the|a|that|this|those|these|an)(?: \w+)? (?:postcards?|letters?|flyers?|cards?|mailers?|notes?|messages?|"
    r"voicemails?|"
    r"texts?|emails?|doorhangers?)(?: (?:in the mail|last week|yesterday|before|at my door|to (?:me|us)))?",
    r"(?:ustedes|usted) (?:me |nos )?(?:mand\w+|envi\w+|dej\w+) (?:la|una|el|un|esa|ese) (?:carta|postal|tarjeta|"
    r"mensaje|volante)",
)
