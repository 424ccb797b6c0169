/**
 * Words that give a language away, case and accents folded: the small words of a sentence, and what guests
 * write to hotels. A word may stand in several lists; then it counts for less (language.ts).
 */
export const STOP_WORDS: Record<string, ReadonlySet<string>> = {
  en: words(`the a an and or but is are was were be been am do does did have has had can could would will shall should
    may might i im ive id you your yours we our us he she it its they them their my me this that these those there here
    what when where which who why how to of in on at for from with without about into out up off over after before by
    not no dont doesnt didnt cant wont isnt any some more than then just still only please pls thanks thank hi hello hey
    morning evening night today tomorrow room towel towels breakfast booking key need want like get got left check lovely
    been going if so as very now too also because until til till again charged late early bring send us wifi`),
  pt: words(`o a os as um uma uns umas e ou mas que nao sim eu voce voces vc vcs nos ele ela eles elas meu minha meus
    minhas seu sua de do da dos das em no na nos nas por pelo pela para pra pro pras com sem ate como quando onde qual
    quais quem porque foi era sao esta estao ta to tao tem tenho temos ter tinha ser estar vou vai vamos pode podem
    poderiam queria quero gostaria preciso muito mais menos ja ainda aqui ai la isso isto esse essa este aquele hoje
    amanha ontem noite manha tarde bom boa dia oi ola obrigado obrigada obg pfv favor quarto toalha toalhas cafe senha
    reserva conta chave chuveiro cade gente consigo manda mandar chegar chegamos voo dar pelas la pouco demais so`),
  es: words(`el la los las un una unos unas y o pero que no si yo tu usted ustedes nosotros ella ellos mi mis su sus de
    del al en por para con sin hasta como cuando donde cual quien porque fue era son es esta estan estoy estamos hay
    tengo tenemos tener ser estar voy vamos va puede pueden podria podrian puedo podemos quiero queremos queria quisiera
    necesito muy mas menos ya aun todavia aqui aca alli eso esto ese esa este aquel hoy ayer manana noche tarde buenas
    buenos buen dias hola gracias habitacion toalla toallas desayuno cuenta llave reserva me nos se le les lo una cena
    llegamos llego favor pedi donde algo nada todo toda cuarto mesa solo`),
  de: words(`der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren bin sein haben hat
    habe hab habt hatte hatten kann konnen konnte konnten wird werden wurde wurden will wollen wollten mochte mochten muss
    ich du er sie es wir ihr euch uns mich mir dir ihm ihnen mein meine meinen meiner unser unsere ihre nicht kein keine
    ja nein noch schon auch nur sehr mehr als wie was wann wo wer warum zu zum zur im in ins am an auf aus bei beim bis
    durch fur gegen mit nach nachsten ohne seit uber um unter von vom vor wenn weil dass da dann hier heute morgen gestern
    abend nacht tag guten hallo danke bitte gerne zimmer handtuch handtucher fruhstuck rechnung schlussel uhr gibt gibts
    geht immer ab so ne nen einmal zwei drei ware`),
  fr: words(`le la les l un une des du de d et ou mais est sont etait etaient ai as a avons avez ont suis es sommes etes
    je j tu il elle on nous vous ils elles mon ma mes notre nos votre vos son sa ses leur ce c cette ces cet ca qui que
    qu quoi quand comment pourquoi ne n pas plus moins tres trop bien aussi encore toujours deja sur sous dans en au aux
    avec sans pour par chez depuis jusqu entre apres avant si y peut peux pouvez pourriez voudrais voudrait aimerais
    besoin faut bonjour bonsoir salut merci svp stp plait chambre serviette serviettes petit dejeuner clef cle facture
    aujourd hui demain hier soir nuit matin ete fait faire marche lit quelqu personne dispo`),
  it: words(`il lo la i gli le l un uno una e ed o ma che non si io tu lei noi voi loro mio mia miei mie suo sua nostro
    nostra di del dello della dei degli delle da dal dalla in nel nella nei a al alla ai con su sul sulla per tra fra
    come quando dove quale chi perche sono sei siamo siete e era ho hai ha abbiamo avete hanno puo puoi possiamo possibile
    potete potrei vorrei vorremmo voglio molto piu meno gia ancora qui qua questo questa quello oggi domani ieri sera notte
    mattina buongiorno buonasera ciao salve grazie prego favore camera asciugamano asciugamani colazione conto chiave
    tavolo stasera anziche alle ore lasciare c nome`),
  nl: words(`de het een en of maar is zijn was waren ben heb hebt heeft hebben had kan kunnen kunt zou zouden wil willen
    wordt moet mag mogen ik jij je u hij zij ze we wij jullie ons onze mij mijn uw haar hun dit dat deze die niet geen ja
    nee nog al ook maar heel meer dan als wat wanneer waar wie waarom hoe te ter in op aan uit bij met naar om over tot
    van voor vanaf door na er hier daar vandaag morgen gisteren vanavond avond nacht goedemorgen goedenavond hallo hoi
    bedankt dank graag alsjeblieft alstublieft aub kamer handdoek handdoeken ontbijt rekening sleutel plek langer houden
    hoeft hoor extra lekker`),
};

/** One of these is enough: nobody says "obrigada" by chance. */
export const GIVEAWAYS: Record<string, ReadonlySet<string>> = {
  en: words('thanks tomorrow towels breakfast'),
  pt: words('obrigado obrigada obrigadaaa ola voces vcs nao amanha'),
  es: words('hola gracias buenas habitacion manana ustedes'),
  de: words('danke bitte guten zimmer konnen nicht fruhstuck'),
  fr: words('bonjour bonsoir merci chambre svp coucou'),
  it: words('grazie buongiorno buonasera camera vorrei'),
  nl: words('bedankt graag goedemorgen handdoeken alsjeblieft'),
};

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
