"""The short forms of given names, folded: English ones from the nicknames library, and a table of ours.

The table has those of other languages and what the library lacks; {name: the forms it is shortened to}.
"""

from nicknames import NickNamer

_MORE = """
abdul:abe abigail:abby,gail abraham:abe,bram adolfo:fito,dolfo adrian:adri adriana:adri agustin:gus,agus agustina:agus
alan:al albert:al,bert albertina:tina alberto:beto,tito,al alejandra:alex,ale,sandra alejandro:alex,ale,jandro
aleksandr:sasha,sanya,alex aleksandra:sasha alexander:alex,sandy,lex alexandra:sasha,lexi,alex,allie
alexandre:alex,sasha alexandria:alex,lexi,lexie,ali alexei:alyosha,lyosha,alex alfonso:poncho,fonso,fonzie,ponchito
alfredo:fred,fredo,alf alice:ali,allie alicia:licha,ali alondra:londra alonso:lonso,poncho amalia:malia,mali
amanda:mandy amparo:amparito ana:anita,nita,any anastasia:stacy,ana andrea:andy,andi,drea andrei:andrey,andy,andryusha
andreina:andre,nina andres:andy andrew:andy,drew angela:angie,angel angelica:angie,angel angelina:angie,lina angus:gus
anh:annie anita:ani anthony:tony antonia:tona,toni,tonia antonio:tono,tony,toni,tonio,tonito,nono,antonito
apolonio:polo araceli:chely,cheli,ara aracely:chely,ara armando:mando,armandito arnold:arnie arnulfo:fito,nufo
artemio:temo arthur:art,artie,arty,archie arturo:art,turo augustine:gus,augie augusto:gus,tito augustus:gus,augie
aurelio:yeyo,lelo aurora:rora,yoya balbina:bina baltazar:balta barbara:barb,barbie bartolome:bartolo,bartolito
beatriz:bety,betty,bea benito:beni,beno,benny benjamin:ben,benny,benji,benja,mincho bernadette:bernie,detta,berni
bernard:bernie,barney bernardo:berna,nardo,bernie bertha:beti,berta bianca:bibi blanca:blanquita bogdan:bodya,danya
boris:borya bradley:brad brayan:bray brenda:bren bruno:brunito calvin:cal cameron:cam,cammy camila:cami,mila
carlos:charlie,carlitos,calo,charly carmela:mela,carmelita carmen:menchu,carmencita,carmelita,mela carolina:caro,carol
cassandra:cassie,cass,sandra catherine:cathy,kate,katie,cat,kitty cecilia:ceci,chila,cecy celestino:tino celia:celi
cesar:chechar,cesarin chandrasekhar:chandra,shekhar charles:charlie,chuck,chas,chuckie,charley,chaz,chip chidi:chi
christian:chris christina:chris,tina,chrissy christine:chris,tina,chrissy,christy,krissy christopher:chris,topher,kit
clarence:clare claudia:clau,claudi,claudita clemente:cleme clotilde:cloti,coty
concepcion:concha,conchita,chona,conchis,chonita,conchi constantin:kostya,costel constantino:tino,kostas
consuelo:chelo,chelito,chela,consu cristian:cris,chris cristina:cris,tina,tinita,titina cristobal:cris,toby
cristopher:chris cuauhtemoc:temo,cuau curtis:curt,kurt cutberto:beto cynthia:cindy damian:dami daniel:dan,danny,dani
daniela:dani david:davey,dave,davi,davo,deivid deborah:deb,debbie,debby,debs delfina:fina delia:deli demetrio:meme
diana:di,dianita diego:dieguito,dieguin dimitri:dima,jim dionisio:nicho,nisio dmitri:dima,mitya,dmitry,dimi,dimitri
dmitriy:dima,mitya dmitry:dima,mitya dolores:lola,loli,lolis,lolita,loles dominic:dom,nick,dominick
dominique:dom,nikki donald:don,donnie dorothy:dot,dottie douglas:doug,dougie dwight:ike edgar:edgarin,gar
edmundo:mundo edna:ed eduardo:lalo,eddie,edu,guayo,ed,eduardito,yayo,wayo eduviges:vicky edward:ed,eddie,ted,ned
edwin:ed,eddie efrain:efra,frain ekaterina:katya,katia,kate eleanor:ellie,nell,nora,ella,lenora,nellie,el,elle
elena:lena,nena,ele,leni elias:eli elisa:eli,lisa,licha eliseo:cheo
elizabeth:liz,lizzy,beth,betty,eliza,lisa,eli,ely,chabe,lisbeth,bess,bessie,libby,liza eloisa:lucha,elo
elvira:elvi,vira emanuel:manny,ema,mane emiliano:emi,milo,mili emilio:emi,milo,millo,emiliano emma:emmy
enrique:quique,kike,henry,ricky,kiko,rique,enriquito,quiquin epifanio:pifas,pifo erika:eri ernest:ernie
ernestina:tina,tinita,neta ernesto:neto,ernie,netito,teto,ernes esmeralda:esme,meralda,mera
esperanza:espe,lancha,pelancha esteban:steve,teban,estebi,tebi,stevie estefania:fany,fani,stef,estefi
estela:tela,estelita esther:ester,esthercita etelvina:vina eugene:gene eugenia:geni,genia,quena,maru
eugenio:gene,geno,queno eusebio:chebo,sebio eva:evita evangelina:eva,lina,vange evelyn:evie,eve,lyn,ev,evy
ezekiel:zeke fabian:fabi fabiola:fabi,faby faustino:tino,fausto federico:fede,fred,lico felicia:feli,licha
feliciano:chano,feli felicitas:feli,lichita felipe:pipe,phil,lipe,pipo,felipin,pelipe felix:feli,felito
fernanda:fer,nanda,ferni,fercha fernando:fer,nando,ferni,nano,ferchito,fercho,ferdy florence:flo,flossie
florencia:flor,flo,florecita florentino:tino,floro florinda:flor frances:fran,frannie,fanny,frankie,francie
francesca:fran,frankie,chesca,cesca francis:frank,fran,frankie,franny
francisca:paca,pancha,fran,paquita,panchita,fanny,pachita
francisco:paco,pancho,frank,cisco,kiko,paquito,panchito,curro,fran,franco,panchin,farruco,quico
frederic:fred,freddy,fritz frederick:fred,freddy gabriel:gabe,gabi,gabo,biel,gabrielito
gabriela:gabi,gaby,gabita,gabu,gabo gaspar:gasparin genaro:gena,naro,genarito genoveva:veva,beva,geno
geoffrey:geoff,jeff george:georgie,gio gerald:gerry,jerry gerardo:gera,jerry,lalo,gerry,yayo gertrudis:tula,tulita
gilbert:gil,bert gilberto:beto,gil,gilo,gilbert giovanni:gio,vanni,gianni giuseppe:beppe,peppe,joe
gloria:yoya,glori,glorita gonzalo:gonza,chalo,gonzo,lalo gordon:gordy,gord
graciela:chela,chelita,chelo,grace,gracie,chelis gregorio:goyo,greg,gollo,goyito gregory:greg
griselda:gris,grise,chela guadalupe:lupe,lupita,pita,lupis,lupillo,lupina,pupe,guada,guadis
guillermina:mina,guille,memis guillermo:memo,willy,guille,billy,memito,mo,wicho gurpreet:preet,guri,gary
gustavo:gus,tavo,tavito,gusti,gustavito gwendolyn:gwen,wendy harjit:harry,jit harold:harry,hal harpreet:preet,harry
harriet:hattie,harry,etta hector:tito,teto,hectorin,tico henrietta:hattie,etta,hettie,henri henry:hank,harry
herbert:herb,bert heriberto:beto hermelinda:linda,melin hermenegildo:hermes hilario:layo,lalo,hila hipolito:polo
horacio:lacho,yayo,racho,horace hortencia:tencha,hortensia,tenchita hortensia:tencha,horte howard:howie,ward
hubert:hugh,bert hugo:huguito humberto:beto ignacia:nacha ignacio:nacho,nacha,nachito,iggy,nas ilya:ilyusha,ilyusa
imelda:ime,melda,meldi ines:nes,inesita inocencio:chencho,ino irene:irenita,nene irma:irmita irving:irv
isaac:isa,ike,zac,chaco isabel:chabela,isa,chavela,chabe,isabelita,chabelita,bela,isis,chabelo,liz
isabella:bella,izzy,isa isaiah:ike,zay,izzy isidro:chilo,chidro,sidro,isi ismael:isma,maelo israel:isra,rael
ivan:vanya,ivancito,iva,van jacinto:chinto,jaci jacob:jake,jay jacobo:cobo
jacqueline:jackie,jacki,jacky,jacque,jacquie,jaqui,jaquie,jacq jaime:jimmy,jaimito,jimi,jim james:jim,jimmy,jamie
javier:javi,javo,xavi,javiercito,chavi jeffrey:jeff jennifer:jen,jenny,jenn jeronimo:jero,chombo,momo jesse:jess
jessica:jess,jessie,yesi,jessi jesus:chuy,chucho,chuyito,chus,suso,jesusito,chuchito,jesse,chui
jesusa:chucha,chuy,susa jimena:jime joao:jojo,joaozinho joaquin:quin,juaco,joaco,quino,chimo johan:joh
john:johnny,jack,jon,jay,johnnie,johny jonathan:jon,johnny,nathan,jono
jorge:coque,jorgito,yoyo,koki,george,chorche,jordi
jose:pepe,joe,chepe,pepito,josesito,joselito,chepito,cheo,pepin,chema josefa:pepa,pepita,chepa,fina,josefita
josefina:chepina,pina,josie,fina,pepa,jose,jossie,josefa joseph:joe,joey,jo,jody,jos josephine:jo,josie,joey,posy
joshua:josh juan:juanito,juancho,johnny,juanillo,john,chano,vani juana:juanita,juani,jane,jani juanita:nita,jua
judah:jude judith:judy,judi,jude julia:julita,yulia julian:julio,juli,julianito juliana:juli,ana julieta:juli
julio:julito,jules,chulio justina:tina justino:tino kareem:kari katarzyna:kasia,kate katharine:kathy,kate,katie,kit
katherine:kathy,kate,katie,kat,kitty,kathie,katy,kay,kit,kath,kathi,katya kathleen:kathy,kate kenneth:ken,kenny
krishnamurthy:krishna,kris kristina:kris,tina,kristi krzysztof:krzys,chris kumar:kum lakshmi:laxmi,lucky
laura:lau,laurita,lali lawrence:larry lazaro:lachito,lazarito leandro:lea,leo,leandrito leobardo:leo,bayo
leocadia:cadia leonard:leo,lenny leonardo:leo,nardo leonel:leo,nel leonor:leo,nora,leonorcita
leopoldo:polo,leo,poldo,polito leslie:les lester:les leticia:lety,leti,letis,lette,letty,ticha lidia:lidi
lilia:lili,lily,lilita liliana:lili,lily,lilian,liliancita lillian:lil,lily,lilly,lillie lizbeth:liz,lizzy,beth,liza
lorena:lore,lola,lorenita lorenzo:lencho,enzo,renzo,chencho,loren,lalo,larry louis:lou lourdes:lulu,lula,lourdi,lou
lucas:luc,luquitas lucia:luci,chia,lucy,lulu,lucita luciano:lucho,chano,luci lucille:lucy,lou,lu
lucinda:cindy,lucy,lulu ludmila:mila,luda luis:lucho,wicho,lou,luisito,luisillo,guicho,louie,louis
luisa:lucha,lulu,isa,luisita,lou luz:lucha,lucy,lucecita,lucita lyudmila:lyuda,mila,luda mackenzie:kenzie
madeline:maddie,lena madison:maddie,madi magdalena:magda,malena,lena,nena,maggie,magui,leni mahendra:mahi
malgorzata:gosia,maggie manuel:manny,manolo,meme,manu,nelo,manolito,manuelito,lolo,mane,manito
manuela:manu,manoli,lola,mane,nelita,manolita marcela:marce,chela,marcelita,chelita marcelino:chelo,lino,marce,chelino
marcelo:marce,chelo marco:marquitos marcos:marquitos,marc,quitos
margaret:maggie,meg,peggy,marge,greta,mags,madge,maisie,peg,rita,daisy,maggy,margie,margo,mamie
margarita:mago,rita,marge,margo,magui,maggie,marga,margot,magos,chita,maguita,ita
maria:mari,mary,maru,cuca,marita,mariquita,marucha,mimi,maricucha,marisa,mariita,ria,mariah,mery,masha,marusya
mariana:mari,marianita maribel:mari,mary marilyn:mary,lyn,mare mario:marito,mayito marisela:mari,chela,mary,sela
marisol:mari,sol,mary mariya:masha,marusya marjorie:marge,margie,marj marlene:marle,lena marta:martita
martha:marty,patty martin:marty,tincho,martincito martina:tina,marti marvin:marv mateo:teo matias:mati,matute
matilde:mati,tilde,mattie matthew:matt,matty mauricio:mau,mauri,moris,mauro,richo maximiliano:max,maxi,maxis
maximo:max,maxi maxine:max,maxie maxwell:max melanie:mel melchor:melcho melissa:mel,missy,meli
mercedes:meche,merche,mechita,merceditas,mercy,chiche michael:mike,mikey,mick
michelle:mich,shell,shelly,chelle,mitchie miguel:mike,mickey,migue,miguelito,micho,miguelon,mikey,miki
mikhail:misha,mike,mischa miriam:miri,mimi,mirna mitchell:mitch mohamed:mo,moe,mohd mohammad:mo,mohd,moe,hammad
mohammed:mo,mohamed moises:moi,moy,moisesito,mois monica:moni,monis,mona montserrat:monse,montse,monsi
morris:mo,morrie muhammad:mo,moe,mohd natalia:nati,natis,nata,talia,naty,natasha natalie:nat,nattie
nataliya:natasha,nata nathan:nate nathanael:nate,nat nathaniel:nate,nathan,nat natividad:nati,naty,tivi
nicanor:nica,nico nicholas:nick,nicky nicolas:nico,nick,nicho,colas,nicolasito nicole:nikki,nicky,nic,nico
nikolai:kolya,nick nikolay:kolya,nick norma:normita norman:norm,normie octavio:tavo,tavito,tavio ofelia:ofe,feli,fela
olga:olguita,olya,olia olivia:liv,livvy,livi,oli,oly oscar:oski,oscarin,osquitar osvaldo:valdo,osva,waldo,ozzie
pablo:pablito,paul,pablillo pamela:pam,pame,pammy paola:pao,paolita
patricia:pat,patty,paty,trish,tricia,patito,pati,patita,trisha,pattie patricio:pato,pat,patito patrick:pat,paddy
paula:pau,paulita,pauli paulina:pau,pauli,lina,paulinita pavel:pasha,paul
pedro:pete,perico,pedrito,perucho,periquito,piter,peyo penelope:penny,pen,nel,nell percival:percy peter:pete
petra:petrita,peta petronila:petro,nila philip:phil phillip:phil phuong:phu pilar:pili piotr:piotrek,peter,petya
porfirio:pilo,porfi,firo pradeep:prad prakash:pk,prak priscila:pris,prisi priyanka:pri,priya prudence:pru,prue
rachel:rach,rae rafael:rafa,rafi,rafita,rafaelito,rafaela,felo,fel,ralph raghunath:raghu rajendra:raj,raju
rajesh:raj,raju,rajiv rajinder:raj rakesh:rocky ramakrishna:ram,krishna,rama ramiro:rami,ramirito,miro
ramon:moncho,ray,monchi,ramoncito,monchito,raymond ramona:mona,monchita,moncha raquel:quela,raque,kelly,rachel,keka
raul:rulo,rulis,rulito,raulito,raulin,ray raymond:ray raymunda:ray raymundo:ray,mundo,rai rebeca:beca,becky,beki,becka
rebecca:becky,becca refugia:cuca refugio:cuca,cuco,cuquita,cuquito,cuquis,refu reginald:reggie,reg reina:rei,reinita
reyna:rey reynalda:rey,naldi reynaldo:rey,reynol,naldo,rene ricardo:rick,ricky,richi,richie,richard,ricardito,kiko
richard:rick,ricky,dick,rich,richie,dickie,rik rigoberto:rigo,beto,rigobertito,berto
robert:bob,bobby,rob,robbie,bert,rab,robin,bobbie roberta:berta,bobbie,robbie
roberto:beto,rob,robert,robertito,robbie,berto,tito,robertico,bob,bobby,robby rocio:chio,rosy,chiyo,rocita
roderick:rod,rick,roddy rodney:rod,roddy rodolfo:rudy,fito,rodo,rolfi,rodolfito,rolo,fofo
rodrigo:rigo,rodri,rodriguito,rodro,ro,roro rogelio:roger,roge,rogelito,rojelio,rogi,rogelin,yeyo roland:rollie,rolly
rolando:rolo,lando,orlando romeo:rome romualdo:romi,waldo ronald:ron,ronnie
rosa:rosy,rosita,rosi,rosie,chita,rosalinda,chayo,rosina rosalba:rosa,alba,rosy rosalia:chalia,rosa,lia,rosy
rosalind:roz,rosie rosalinda:rosa,linda,rosy,lindy rosalva:rosy,rosa
rosario:chayo,charo,charito,chayito,chary,sayo,rosarito,rosy rosaura:rosa,chagua rosemary:rose,rosie,romy,mary
roxana:roxy,rox,roxi ruben:rube,benny,rubencito,rubi russell:russ,rusty ruth:ruthie,ruti sabrina:bri,sabri
sagrario:sagra salome:salo,mome salomon:salo,momon,sal salvador:chava,sal,chavita,salva,chavo,vador,chavin,salvi
samantha:sam,sammy samuel:sam,sammy,samu,samuelito,chamu sandeep:sandy sandra:sandy,sandi,sandrita sanjay:sanj,jay
santiago:santi,chago,diego,santy,yago,tiago,chaguito,chano sara:sarita,sarah sarah:sadie,sally,sar saul:saulito
sebastian:seba,bastian,seb,sebas,chebo,sebastiancito serafin:sera sergei:serge,seryozha,seriozha sergey:serge,seryozha
sergio:checo,checho,yeyo,checoli,sergito,serch,serge severiano:seve,chano severino:seve seymour:sy shankar:shank
sharon:shari,shaz sheldon:shel,shelly sidney:sid silverio:silver silvestre:silver silvia:chivis,chivi,silvita,syl,sil
simon:moncho simona:mona siobhan:shiv socorro:coco,coquis,cocorro,soco,soquito sofia:sofi,chofi,sophie,chofis
soledad:chole,sole solomon:sol,solly sonia:soni sophia:sophie stanislav:stas,stan stanley:stan
stephanie:steph,steffi,stephie,stevie,stef,fanny stephen:steve,stevie steven:steve,stevie stuart:stu
subramanian:subbu,mani,subra,subbiah suresh:sury susan:sue,susie,suzy susana:susi,susy,chana,susanita,sue,sanna
suzanne:sue,suzie,suzy,zanna svetlana:sveta,lana,svetik sylvester:sly,syl,vester sylvia:syl,sylvie
tamara:tami,tammy,tama,mara tatiana:tati,tania,tanya,tana telesforo:foro teodora:dora,teo teodoro:teo,doro,ted
teofilo:teo,filo teresa:tere,terry,tessa,teresita,tessie,teresina,resi,tete terrence:terry,tery
theodora:thea,theo,dora theodore:ted,teddy,theo,teo,teddie theresa:terry,tess,tessa thomas:tom,tommy,thom,tomas
tiburcio:bucho tiffany:tiff,tiffy timothy:tim,timmy tobias:toby tomas:tommy,tomasito,tom,tomi,chomo tomasz:tomek,tom
trinidad:trini,nidad,trinita tyler:ty ubaldo:ubi valentin:vale,val,valente valentina:vale,tina,val,valen valentine:val
valeria:vale,leria,val valerie:val,vallie vanessa:nessa,ness,vane,vanesa,nesa,van venkata:venky,venkat
venkatesh:venky,venkat venkatraman:venky,venkat vernon:vern veronica:vero,ronnie,veros,verito,berenice,roni,vera
vicenta:chenta vicente:chente,vince,vicen,chentito,vincent,vicentin
victor:vic,vito,victorino,vitico,torito,vitin,vitor,vicente victoria:vicky,tori,vicki,toya,viqui,toria,vico,tory
vijay:vj,vij vincent:vince,vinny violeta:viole,leta virginia:ginny,gina,vicky,virgi,gini,vivi,virgie vishal:vish
vivian:viv,vivi viviana:vivi,viv vladimir:vova,volodya,vlad,vladi,vlado volodymyr:vova,vlad,volodya wallace:wally
walter:walt,wally,gualter wanda:wandy wendell:wen wilfredo:will,fredo,fredy,wil willem:wim
william:bill,billy,will,willie,liam,memo,guillermo,wm,willy,wil wilson:will,wil winifred:winnie,freddie,win
winston:win,winnie wojciech:wojtek xavier:xavi,javi,xavy,zavier ximena:xime,jime,xim,mena xochitl:xochi,sochi
yadira:yadi,yadis,diri yaroslav:yarik,slava yekaterina:katya,katia,kate yesenia:yesi,yessi,yese,yeni yevgenia:zhenya
yevgeny:zhenya,gene yolanda:yoli,yola,yolis,yoly,landa,yolandita yulia:julia,yulya yuri:yura yvette:ivy,eve
zacarias:zaca,zac zachary:zach,zack zebulon:zeb zoila:zoi zuleima:zule,zuly
"""
# Of the library: initials, and words that nobody is called by in these days.
_NO_SHORT_FORMS = frozenset(
    [
        "see", "left", "life", "one", "day", "fall", "little", "king", "wash", "field", "green", "than", "con",
        "court", "kill", "wood", "west", "sol", "left", "jr", "mc", "nap", "cage", "gum", "hop", "duty", "vest",
        "vet", "fate", "crate", "squat", "nada", "salmon", "pink", "bias", "minite", "farmboy", "gory", "corny",
        "little", "tick", "app", "ant", "ode", "ham", "del", "van", "von", "levy", "bell", "charm",
    ]
)  # fmt: skip
_FEWEST_OF_A_SHORT_FORM = 3  # of the library, which has "em", "es" and "el"; those of two letters stand above


def table(entries: str) -> dict[str, frozenset[str]]:
    read: dict[str, set[str]] = {}
    for entry in entries.split():
        name, _, forms = entry.partition(":")
        read.setdefault(name, set()).update(forms.split(","))
    return {name: frozenset(forms) for name, forms in read.items()}


def _english() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(
            form
            for form in forms
            if len(form) >= _FEWEST_OF_A_SHORT_FORM and form.isalpha() and form not in _NO_SHORT_FORMS
        )
        for name, forms in NickNamer.default_lookup().items()
    }


def _joined_tables(one: dict[str, frozenset[str]], other: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in one.keys() | other.keys()}


SHORT_FORMS = _joined_tables(table(_MORE), _english())
