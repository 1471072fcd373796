/**
 * Given names that one person goes by, each line one group: the full name first. A name may stand in several groups
 * ("Al" is Alan, Albert and Alexander). English ones above all, and the common short forms of other languages.
 */
const groups = `
aaron ron ronnie
abigail abby gail
abraham abe abram
adam ade
adelaide adele addie
adrian ade
agnes aggie nessie
alan allan allen al
albert al bert bertie albie
alexander alexandre alejandro aleksander aleksandr alex alec al sasha xander lex sandy sascha
alexandra alejandra alex lexi lexie sandra sasha sandy
alfred alf alfie fred freddie
alice allie alicia
alison allison ali allie
amanda mandy
amelia amy millie
anastasia ana nastya stacy
andrew andreas andre andrea andrei andrey andy drew
angela angie
anna ann anne annie ana anya hannah
anthony antonio antoine anton tony toni ant
archibald archie
arthur art artie
ashley ash
barbara barb babs
bartholomew bart
benjamin ben benny benji
bernard bernie
beatrice bea trixie
bradley brad
brian bryan
calvin cal
cameron cam
camilla millie
carolina caroline carol carrie lina
caroline carol carrie
catherine katherine kathryn kathrine katharina katarzyna catalina ekaterina kate katie kathy cathy kat kasia katya cat
cecilia celia
charles carlos karl carl charlie chuck chas chaz
charlotte charlie lottie lotte
christian chris
christina christine kristina kristin kirsten chris chrissy tina
christopher christoph kristoffer chris kit topher
clarence clare
clifford cliff
constance connie
cornelius neil corny
curtis curt kurt
cynthia cindy
daniel dan danny
danielle dani
david dave davey
deborah debra deb debbie
dennis denis den
diana diane di
dimitri dmitri dmitry dima
dominic dominik dom nick
donald don donny
dorothy dot dotty dolly
douglas doug
edgar ed eddie
edmund ed eddie ned
edward eduard eduardo ed eddie ned ted teddy
edwin ed eddie
eleanor elanor ellie nell nellie nora lenny
elijah eli
elizabeth elisabeth elisabetta isabel eliza liz lizzie lizzy beth betty betsy bess elsie libby lisa liza ella
emily em emmy millie
emma em emmy
emmanuel manuel manny
enrique henry quique
ernest ernie
esther essie
eugene gene yevgeny evgeny
evangeline eva evie
evelyn evie eve
felicity flick
ferdinand fernando nando
florence flo florrie
frances fran frankie francesca francisca fanny
francis francisco francesco franz frank frankie paco
franklin frank
frederick frederik federico fred freddie freddy rick fritz
gabriel gabe gabi
gabrielle gabriella gaby gabi
gareth gaz
george georg jorge giorgio georgie
georgina georgia georgie gina
gerald gerard gerry jerry
geoffrey jeffrey geoff jeff
gilbert gil bert
giovanni gianni gio
giuseppe joseph beppe peppe
gordon gord
gregory gregor greg
guillermo william memo
gustav gus
harold harry hal
harriet hattie
helen helena elena ellen nell lena
henry heinrich henri harry hank hal
herbert herb bert
howard howie
hubert hugh bert
hugh hugo huw
ignacio nacho
irene rene
isaac ike zac
isabella isabel isabelle isobel bella izzy belle
israel izzy
ivan vanya
jacob jakob jake
jacqueline jackie jacqui
james jaime diego jim jimmy jamie jay jem
jane janet jenny janie
janice jan
jason jay jace
jasmine jas jaz
jean jeannie
jennifer jen jenny jenna
jeremiah jerry jem
jeremy jerry jez
jerome jerry
jessica jess jessie
jesus chuy
joan joanie
joanna joanne jo
john juan jean jan johan johann johannes giovanni ivan jack johnny jon hans
jonathan jonathon jon jonny nathan
jose pepe joseph
joseph joe joey josef jos
josephine jo josie
joshua josh
joyce joy
judith judy jude
julia julie jules
julian julius jules
karen kaz
kenneth ken kenny
kevin kev
kimberly kimberley kim
konstantin kostya
kristopher kris
laura laurie lori
lawrence laurence lorenzo larry laurie loz
leonard leonardo leo len lenny
leopold leo
leslie les
lewis louis luis luigi lou lew louie
lillian lilian lily lil
linda lin lindy
lois lou
loretta lori
louise louisa lou lulu
lucas luke lukas luca
lucille lucy lucia
lynn lynne lyn
madeleine madeline maddie
magdalena lena maggie magda
malcolm mal
marcus mark marc marco marcos marek
margaret margarita marguerite maggie meg peggy marge margie rita greta daisy peg
maria mary marie mia molly polly mariya masha maureen
marilyn mary
marion mary
martin marty martino
martha marty
matilda tilly mattie
matthew matthias mateo mateusz matt matty
maurice maury mo
maximilian maxim max
maxwell max
melanie mel
melissa mel missy lissa
meredith merry
mercedes merche
michael michel miguel mikhail michal michele mike mick micky mikey misha mitch
michelle shelly chelle
mildred millie
miriam mimi mim
mitchell mitch
mohammed muhammad mohamed mohammad muhammed mohamad mo md
morgan mo
nancy nan
natalie natalia natasha nat tasha
nathan nathaniel nate nat
nicholas nicolas nikolas nikolai nicola nick nicky nico niko klaus
nicole nicola nicky nikki
norman norm
oliver olly ollie
olivia liv livvy
oscar ossie
owen eoin
pamela pam
patricia pat patty trish tricia
patrick padraig pat paddy
paul pablo paulo paolo pavel pauly
pauline polly
penelope penny
peter pedro pietro pierre piotr petr pete
philip phillip philippe felipe filip phil pip
phyllis phyl
prudence prue
rachel rachael rach
ralph rafe
randall randolph randy
raphael rafael rafa raf rafi
raymond ramon ray
rebecca becky becca bex
reginald reg reggie
richard ricardo rick ricky rich richie dick
robert roberto rob robbie bob bobby bert robin
roberta bobbie
roderick rod rick
rodney rod
roger rog
roland rollo
ronald ron ronnie
rosemary rose rosie
roxanne roxy
russell russ
ruth ruthie
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally sadie
sebastian seb bastian
sergei sergey sergio serge
sharon shaz
sheila shelly
shirley shirl
sidney sydney sid
simon simeon si
sophie sophia sofia
stanley stan
stella estelle
stephanie stefanie steph stevie
stephen steven stefan esteban etienne steve stevie
stuart stewart stu
susan susannah suzanne susana sue susie suzy
sylvia sylvie
tamara tammy
terence terrance terry
theodore theodor theo ted teddy
theresa teresa terry tess tessa
thomas tomas tommaso tom tommy thom
timothy tim timmy
tobias toby
tyler ty
valerie val
vanessa nessa
veronica ronnie vera
victor viktor vic
victoria viktoria vicky vicki tori
vincent vincenzo vince vinny
virginia ginny
vladimir vlad volodya
walter walt wally
wendy wen
wilfred wilf will
william wilhelm willem guillaume will bill billy willy liam wim
winifred winnie
yvonne vonnie
zachary zachariah zack zac zak
zoe zoey
`

const byName = new Map<string, Set<string>>()
for (const line of groups.trim().split('\n')) {
  const names = line.split(' ')
  for (const name of names) {
    const known = byName.get(name) ?? new Set()
    for (const other of names) if (other !== name) known.add(other)
    byName.set(name, known)
  }
}

/** Other forms of a given name in lower case without accents, in no particular order; none when none is known. */
export function nicknamesOf(given: string): ReadonlySet<string> {
  return byName.get(given) ?? none
}

const none: ReadonlySet<string> = new Set()
