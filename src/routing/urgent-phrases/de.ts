import { lines, type UrgentLanguage } from './lines.js';

export const DE: UrgentLanguage = {
  harmless: lines`
    (feuer|rauch) (melder|loscher|werk|stelle|zeug|frei)
    (rauch|feuer)melder (blinkt|piept|batterie)
    (zigaretten|tabak) ?rauch
    rauch (von|der) (zigaretten|rauchern)
    kein (feuer|rauch)
    feuer und flamme
    (hat|haben|habt|hast) … feuer( fur|$)
    (lampe|licht|kerze|kerzen|sonne|birne) … brennt
    brennt … (licht|lampe|kerze|birne|sonne)
  `,
  urgent: {
    Feuer: lines`
      feuer
      (es|hier|was|etwas|zimmer|bett|balkon|kuche|da) … brennt
      brennt (es|hier|was|etwas|das zimmer)
      ^brennt
      (ein|der|grosser|zimmer) brand
      flammen
      brandgeruch
      (riecht|stinkt) … (verbrannt|verschmort|angebrannt|rauch|feuer)
      feuer(alarm|wehr)
    `,
    Rauch: lines`
      rauch
      qualm
      qualmt
      verraucht
    `,
    Gas: lines`
      (riecht|stinkt) … gas
      gas(geruch|leck)
      gas (tritt|stromt) aus
      kohlenmonoxid
    `,
    Explosion: lines`
      explosion
      explodiert
      eine bombe (im|in|gelegt)
      (spruht|spruhen|schlagt) … funken
      funken (aus|spruhen)
      stromschlag
    `,
    Wasserschaden: lines`
      uberschwemmung
      (uberschwemmt|uberflutet)
      (wasser)?rohrbruch
      (rohr|leitung|schlauch) … geplatzt
      wasser … (von der decke|durch die decke|aus der decke|aus der wand|in den flur|unter der tur)
      (steht|lauft) (\w+ )?unter wasser
      (badewanne|klo|toilette|wc|waschbecken|dusche) (lauft|ist) (\w+ )?uber(gelaufen)?
    `,
    Aufzug: lines`
      (stecken|stecke|steckt|sitzen|sitze|sitzt|hangen|hange|gefangen|eingesperrt|eingeschlossen) … (aufzug|lift|fahrstuhl)(?! nicht)
      (im|in dem) (aufzug|lift|fahrstuhl) … (fest|stecken|gefangen|eingesperrt|eingeschlossen)
      (aufzug|lift|fahrstuhl) … (steckengeblieben|stehengeblieben|stehen geblieben|stecken geblieben)
    `,
    eingesperrt: lines`
      eingesperrt
      (im|in der|auf dem) (bad|badezimmer|toilette|sauna|balkon|zimmer|treppenhaus|keller) (\w+ )?(eingeschlossen|gefangen)
      (komme|kommen|komm) (\w+ )?nicht (mehr )?(raus|aus dem (bad|badezimmer|zimmer)|aus der (sauna|toilette)|vom balkon)
    `,
    Notarzt: lines`
      notarzt
      (krankenwagen|rettungswagen|rettungsdienst|rettung|sanitater|ambulanz)
      (ein|medizinischer|ist) notfall
      (zu hilfe|hilfe hilfe)
      (brauche|brauchen|braucht|rufen|ruft|rufe|holen|holt|schickt|schicken) … arzt
      (schnell|sofort|dringend) … arzt
      arzt (schnell|sofort|dringend)
      (ruft|rufen|rufe|holt) … polizei
    `,
    Krankheit: lines`
      (kann|konnen) (\w+ ){0,2}(nicht|kaum) (mehr |richtig ){0,2}atmen
      (krieg|kriegt|kriege|kriegen|bekomm|bekommt|bekomme|bekommen) (\w+ ){0,2}(keine|kaum) luft
      (atmet|atme) (\w+ )?(nicht|kaum|komisch|schwer|seltsam)
      (atemnot|erstickt|ersticken|bewusstlos|ohnmachtig|umgekippt|zusammengebrochen|krampfanfall)
      reagiert nicht
      (herzinfarkt|schlaganfall|brustschmerzen|uberdosis)
      blutet (stark|sehr|heftig|wie|nicht auf|am kopf)
      viel blut
      (anaphylakt\w+|starke allergische reaktion|schwere allergische reaktion)
      ertrinkt
      (umbringen|selbstmord|suizid)
    `,
    Eindringling: lines`
      (einbrecher|einbruch|eingebrochen)
      (jemand|mann|fremder|typ|leute|einer) … (versucht|rutteln|ruttelt|hammert|probiert) … (tur|turen|klinke|reinzukommen|rein)
      (versucht|ruttelt|hammert) … (tur|turen|klinke|reinzukommen)
      (fremder|fremde|jemand|ein mann) (\w+ ){0,2}(in meinem|in unserem|bei mir im|bei uns im) (zimmer|bad)
      (mich|uns|meine \w+|meinen \w+) (\w+ ){0,3}(verfolgt|bedroht|belastigt|angegriffen|uberfallen)
      (verfolgt|bedroht|belastigt) (\w+ )?(mich|uns)
      (wurde|wurden|werde|werden|worden) (\w+ ){0,2}(uberfallen|ausgeraubt|angegriffen|verfolgt|bedroht)
    `,
    'Kind vermisst': lines`
      (finde|finden) (\w+ )?(mein|meine|meinen|unser|unsere|unseren) (\w+ )?(kind|kinder|sohn|tochter|baby|enkel|kleine|kleinen) nicht
      (kind|sohn|tochter|kleiner|kleine|enkel) (\w+ ){0,2}(verschwunden|vermisst|verloren gegangen|weggelaufen|weg)
      (vermissen|vermisse) (\w+ )?(mein|meine|meinen|unser|unsere|unseren) (\w+ )?(kind|sohn|tochter|enkel)
    `,
    ausgesperrt: lines`
      ausgesperrt
      tur … (zugefallen|ins schloss gefallen|hinter mir zu|hinter uns zu)
      (stehe|steh|sitze|sitz|wir stehen|wir sitzen) … (im flur|auf dem flur|im gang|vor meinem zimmer|vor unserem zimmer)
      (komme|kommen|komm) (\w+ )?nicht (mehr )?(ins|in mein|in unser) zimmer
    `,
  },
};
