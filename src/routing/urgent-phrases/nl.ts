import { lines, type UrgentLanguage } from './lines.js';

export const NL: UrgentLanguage = {
  harmless: lines`
    vuur (werk|plaats|tje)
    rook (vrij|melder|worst|ruimte)
    (ik|wij|jij|zij|mensen) rook
    (sigaretten) ?rook
    mag … rook
    (lamp|licht|kaars|zon) … brandt
    brandt … (licht|lamp|zon)
    brand (trap|deur|blusser|oefening|melder)
    in geval van (nood|brand)
  `,
  urgent: {
    brand: lines`
      (er is|is er|in|een|het is) brand
      ^brand
      (er|het|iets|gordijn|kamer) (\w+ ){0,2}brandt
      vlammen
      vuur
      brandlucht
      (ruikt|ruik|ruiken|stinkt) … (verbrand|aangebrand|rook|brand)
      brand(alarm|weer)
    `,
    rook: lines`
      rook (in|op|uit|onder|komt)
      (komt|is|zie|zien|veel|vol) … rook
    `,
    gas: lines`
      (ruik|ruikt|ruiken|stinkt) … gas
      gas(lek|lucht)
      koolmonoxide
    `,
    explosie: lines`
      (explosie|ontploft|ontploffing)
      een bom (in|op)
      vonken (uit|uit het)
      (elektrische|een) schok gekregen
    `,
    overstroming: lines`
      (overstroming|overstroomt|overstroomd)
      (leiding|buis|slang) … (gesprongen|gebarsten|geknapt)
      gesprongen (leiding|buis)
      water … (door het plafond|uit het plafond|van het plafond|de gang in)
      (staat|loopt) (\w+ )?onder water
    `,
    lift: lines`
      (vast|opgesloten|gevangen) (\w+ )?in (de |een )?lift
      in de lift … (vast|opgesloten)
      lift … (stil|vast|gestopt) … (tussen|erin|binnen)
    `,
    opgesloten: lines`
      opgesloten
      vast (in|op) (de|het|mijn|onze) (badkamer|toilet|kamer|balkon|sauna|trappenhuis)
    `,
    ambulance: lines`
      ambulance
      ziekenwagen
      (nood|spoed)geval
      help help
      (nodig|bel|bellen|stuur|haal|snel|dringend) … (dokter|arts)
      (dokter|arts) (nodig|snel|nu|dringend)
      bel … politie
    `,
    ziekte: lines`
      (kan|kunnen) (\w+ ){0,2}(niet|nauwelijks|moeilijk) (meer |goed ){0,2}(ademen|ademhalen)
      (krijg|krijgt) (\w+ ){0,2}(geen|nauwelijks) (lucht|adem)
      (ademt|adem) (\w+ )?(niet|raar|moeilijk|nauwelijks)
      krijgt? het benauwd
      (kortademig|bewusteloos|flauwgevallen|in elkaar gezakt)
      reageert niet
      (hartaanval|beroerte|overdosis)
      pijn op de borst
      (stikt|verstikt)
      bloedt (hevig|erg|hard|enorm)
      veel bloed
      (zware|ernstige|heftige) allergische reactie
      verdrinkt
      zelfmoord
    `,
    indringer: lines`
      (iemand|man|vreemde|kerel) … (probeert|proberen|rammelt|bonkt) … (deur|deuren|klink|binnen|binnenkomen)
      (probeert|rammelt) (iemand|een man) … (deur|deuren|klink|binnen)
      (vreemde|iemand|een man) (\w+ )?in (mijn|onze) (kamer|badkamer)
      (inbreker|inbrekers|inbraak|ingebroken|indringer)
      (volgt|achtervolgt|bedreigt) (mij|me|ons)
      (ben|zijn|word|worden) (\w+ )?(beroofd|overvallen|aangevallen|bedreigd|achtervolgd)
    `,
    'kind kwijt': lines`
      (kind|zoon|zoontje|dochter|dochtertje|kleine|kleinkind) (\w+ ){0,2}(kwijt|vermist|verdwenen|zoek)
      (vind|vinden) (\w+ )?(mijn|onze|ons) (\w+ )?(kind|zoon|zoontje|dochter|dochtertje) niet
    `,
    buitengesloten: lines`
      buitengesloten
      deur … (dichtgevallen|in het slot gevallen|achter me dicht|achter mij dicht|achter ons dicht)
      (sta|staan|zit|zitten) … (op de gang|in de gang|buiten de kamer)
      (kom|komen|kan|kunnen) (\w+ )?(er )?niet (meer )?in (mijn|onze|de) kamer(?! (voor|tot))
    `,
  },
};
