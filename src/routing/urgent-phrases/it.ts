import { lines, type UrgentLanguage } from './lines.js';

export const IT: UrgentLanguage = {
  harmless: lines`
    fuochi d artificio
    a fuoco lento
    (fumo|odore|puzza) di sigarett[ae]
    (acqua|bombola|stazione) (con |senza |di )?gas
    (con|senza) gas
    (uscita|scala|numero|luce) (di|d) (emergenza|sicurezza)
    in caso di (emergenza|incendio)
    rilevator[ei] di fumo
    pronto soccorso
  `,
  urgent: {
    fuoco: lines`
      fuoco
      incendio
      fiamme
      sta bruciando
      brucia (qualcosa|tutto|la|il)
      (odore|puzza) di bruciato
    `,
    fumo: lines`
      fumo (nel|nella|dal|dalla|che|nero|ovunque|dappertutto)
      (c e|esce|pieno di|vedo|vediamo|viene) (\w+ )?fumo
    `,
    gas: lines`
      (odore|puzza|fuga|perdita) (\w+ )?di gas
    `,
    esplosione: lines`
      esplosione
      (esploso|esplosa)
      scintille
      (scossa elettrica|preso la scossa)
    `,
    allagamento: lines`
      (allagamento|allagando|allagat[oaie]|allaga)
      (tubo|tubatura) … (rott[oa]|scoppiat[oa])
      (scoppiat[oa]|rott[oa]) (un|il|una|la) (tubo|tubatura)
      acqua … dal soffitto
    `,
    ascensore: lines`
      (bloccat[oaie]|chius[oaie]|intrappolat[oaie]|rimast[oaie]) … ascensore
      ascensore … (bloccato|fermo|fermato) … (dentro|tra|fra|noi)
    `,
    intrappolato: lines`
      intrappolat[oaie]
      (chius[oaie]|bloccat[oaie]) (\w+ )?(nel|nella|sul) (bagno|balcone|camera|sauna|terrazza|terrazzo)
    `,
    ambulanza: lines`
      ambulanza
      (un|una|emergenza) emergenza
      emergenza medica
      aiuto aiuto
      (soccorso|soccorsi)
      (serve|bisogno|chiamate|chiami|chiamare|mandate) … (medico|dottore)
      (medico|dottore) (subito|urgente|presto)
      (chiamate|chiami|chiamare) … (polizia|carabinieri|pompieri)
      (vigili del fuoco|pompieri)
    `,
    malore: lines`
      malore
      (non|fatica a) (\w+ ){0,3}respira(re)?
      respira male
      (svenut[oaie]|incosciente|priv[oa] di sensi)
      non (risponde|reagisce|si sveglia) piu
      (infarto|ictus|convulsioni|overdose)
      dolor[ei] al petto
      (soffoco|sta soffocando)
      (sanguina molto|perde sangue|tanto sangue)
      reazione allergica (forte|grave)
      (annega|annegando)
      (suicid\w+|uccidermi)
    `,
    intruso: lines`
      (qualcuno|uomo|tizio|sconosciuto|persona) … (cerca|cercando|prova|provando|tenta|tentando|forza|forzando) … (aprire|entrare|porta|porte|maniglia)
      (qualcuno|uomo|sconosciuto|tizio) (\w+ )?(nella mia|nella nostra|in) (camera|stanza)
      (un ladro|dei ladri|intruso|scassinat\w+)
      (mi|ci) (segue|seguono|sta seguendo|minaccia|minacciano|insegue|ha aggredit[oa]|hanno aggredit[oaie]|hanno rapinat[oaie])
    `,
    'bambino scomparso': lines`
      (perso|non trovo|non trovo piu|non troviamo|non troviamo piu) (mio|mia|nostro|nostra|il mio|la mia|il nostro|la nostra) (\w+ )?(figli[oa]|bambin[oa]|bimb[oa]|nipotin[oa])
      (figli[oa]|bambin[oa]|bimb[oa]) (\w+ ){0,2}(scompars[oa]|si e pers[oa]|sparit[oa])
    `,
    'chiuso fuori': lines`
      (chius[oaie]|rimast[oaie]|bloccat[oaie]) (\w+ )?(fuori|in corridoio|nel corridoio)
      porta … (chiusa|richiusa|sbattuta) … (fuori|corridoio|dietro di|dentro)
      (chiave|tessera|carta) (\w+ ){0,2}non (\w+ ){0,2}(apre|funziona|va) … (corridoio|fuori|entrare)
      non (riesco|riusciamo) (a |ad )?entrare in (camera|stanza)
    `,
  },
};
