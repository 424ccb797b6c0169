import { lines, type UrgentLanguage } from './lines.js';

export const FR: UrgentLanguage = {
  harmless: lines`
    feux? d artifice
    feu de (cheminee|bois|camp)
    (au )?coin du feu
    feu (vert|rouge|doux)
    avez vous du feu
    du feu pour
    (fumee|odeur|odeurs) de (cigarette|cigarettes|tabac|clope|clopes)
    detecteurs? de fumee
    (sortie|issue|escalier|numero|contact|trousse) de (secours|urgence)
    en cas d (urgence|incendie)
    (bouteille|rechaud) de gaz
    (sent|pue) … (cigarette|tabac|clope)
  `,
  urgent: {
    feu: lines`
      (au|le|prend|pris|prit|un|en|y a du) feu
      incendie
      flammes?
      (ca|il y a qqch qui|quelque chose qui|truc qui) (brule|crame)
      (odeur|sent) … (brule|crame|roussi)
    `,
    fumée: lines`
      fumee
    `,
    gaz: lines`
      (odeur|sent|fuite|pue) … gaz
    `,
    explosion: lines`
      explosion
      a explose
      une bombe (dans|a)
      etincelles
      electrocut\w+
      decharge electrique
    `,
    inondation: lines`
      (inondation|inonde|inondee|inondes|inondees)
      (tuyau|canalisation|conduite) … (eclate|eclatee|casse|cassee|pete|petee|perce|percee|rompu|rompue)
      eau … (du plafond|par le plafond|qui monte|jaillit)
      degat des eaux
      (wc|toilettes|baignoire|lavabo) (debordent?|qui debordent?)
    `,
    ascenseur: lines`
      (coinces?|coincees?|bloques?|bloquees?|enfermes?|enfermees?) … ascenseur
      ascenseur … (bloque|arrete|coince|en panne) … (dedans|entre|avec nous|a l interieur|on est)
    `,
    enfermé: lines`
      (coinces?|coincees?|enfermes?|enfermees?) (\w+ )?(dans|sur) (le|la|les|ma|notre|mon) (salle de bains?|toilettes|wc|balcon|chambre|sauna|terrasse|escalier|toit)
    `,
    ambulance: lines`
      ambulance
      samu
      (c est une|urgence) (urgence|medicale|vitale)
      au secours
      a l aide
      (besoin|appelez|appeler|faut|vite|envoyez|trouvez|chercher) … medecin
      medecin (vite|tout de suite|urgent|rapidement)
      (appelez|appeler|prevenez) … (police|pompiers)
      pompiers
    `,
    malaise: lines`
      malaise
      respire (\w+ )?(mal|plus|pas|difficilement)
      (peux|peut|arrive|arrivons|mal|peine) (pas |plus )?(a )?respirer
      (evanouie?s?|inconscient|inconsciente|perdu connaissance)
      (repond|reagit|reveille) (plus|pas)
      (crise cardiaque|infarctus|avc|convulsions?|overdose)
      douleurs? … poitrine
      (s|m|j) etouffe
      saigne (\w+ )?(beaucoup|abondamment|fort|de la tete)
      beaucoup de sang
      (forte|grave) reaction allergique
      reaction allergique (forte|grave)
      se noie
      (suicid\w+|me tuer|se tuer)
    `,
    intrus: lines`
      (quelqu un|homme|type|inconnu|mec|gens|individu) … (essaie|essaye|tente|tentent|force|forcent|essaient|essayent) … (ouvrir|entrer|rentrer|porte|portes|poignee)
      (quelqu un|homme|inconnu|type|mec) (\w+ ){0,2}(dans|devant) (ma|notre) (chambre|porte|salle de bains?)
      (cambriol\w+|effraction|intrus|un voleur)
      (me|nous|m a|nous a|m ont|nous ont) (suit|suivie?|poursuit|menace|menacee?|agresse|agressee?|attaque|attaquee?|harcele|braquee?)
      (ete|me suis fait|s est fait|viens de me faire) (agressee?|agresser|attaquee?|braquer|voler mon sac)
    `,
    'enfant perdu': lines`
      (perdu|trouve plus|trouve pas|retrouve plus|retrouve pas|cherche|cherchons) (\w+ )?(mon|ma|mes|notre|nos) (\w+ )?(enfant|enfants|fils|fille|petit|petite|bebe|gamin|gamine)(?! (de|a) )
      (enfant|fils|fille|petit|petite|gamin|gamine) (\w+ ){0,2}(a disparu|disparue?|introuvable)
      enfant (perdu|disparu)
    `,
    'enfermé dehors': lines`
      (coinces?|coincees?|enfermes?|enfermees?|bloques?|bloquees?) (\w+ )?(dehors|a l exterieur|dans le couloir|sur le palier|hors de)
      porte … (refermee?|claquee?|claque) … (dehors|couloir|palier|derriere moi|derriere nous|cle|clef|interieur)
      (carte|cle|clef|badge) … (marche|fonctionne|ouvre) (pas|plus) … (couloir|dehors|palier|devant la porte)
      (peux|peut|arrive|arrivons|pouvons) (plus|pas) (a )?(entrer|rentrer) (dans|en) (ma|notre|la) chambre(?! avant)
    `,
  },
};
