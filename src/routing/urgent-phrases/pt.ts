import { lines, type UrgentLanguage } from './lines.js';

export const PT: UrgentLanguage = {
  harmless: lines`
    fogos? de (artificio|chao)
    (boca|bocas) do fogao
    (fumaca|fumo|cheiro) de (cigarro|cigarros|charuto|tabaco)
    (posto|agua|aguas|botijao) (de |com |sem )?gas
    (com|sem) gas
    (detector|detetor|alarme) de (fumaca|fumo|incendio) (piscando|apitando|a piscar|a apitar|sem bateria)
    (sem|nao (ha|tem)|tem|ha) (alarme|detector|detetor) de (fumaca|fumo|incendio)
    (detector|detetor) de (fumaca|fumo)
    (saida|escada|contato|contacto|luz|numero) de (emergencia|incendio)
    em caso de (emergencia|incendio)
    (pronto|primeiros) socorros?
    socorro k+
    falta de ar (condicionado|fresco|quente|frio)
  `,
  urgent: {
    fogo: lines`
      fogo
      incendio
      em chamas
      cheiro (a|de) queimad[oa]
      (ta|esta|tem|algo|alguma coisa) … (queimando|a arder|ardendo)
      a arder
    `,
    fumaça: lines`
      fumaca
      fumo … (sair|no|na|pelo|pela|do|da) (corredor|quarto|porta|escada|casa|ar|tecto|teto|elevador|cozinha)
    `,
    gás: lines`
      (cheiro|cheirando|cheira|vazamento|fuga|vazando|vaza) … gas
    `,
    explosão: lines`
      explosao
      explodiu
      (uma|ameaca de) bomba (no|na|aqui|relogio)
      (soltando|saindo|saiu|deu|a deitar|sai) faiscas?
      (choque eletrico|levei um choque|levou um choque|apanhei um choque)
    `,
    inundação: lines`
      inunda(cao|ndo|do|da|dos|das|r)
      (inundou|alagou|alagando|alagado|alagada|alagamento)
      cano … (estourou|estourado|rebentou|rebentado)
      (estourou|rebentou) (o|um) cano
      agua … (jorrando|a jorrar|do teto|pelo teto|do tecto|pelo tecto)
      (privada|vaso|sanita|banheira) … (transbordando|transbordou|a transbordar)
    `,
    elevador: lines`
      (pres[oa]s?|trancad[oa]s?|travad[oa]s?|fechad[oa]s?) … elevador
      elevador … (parou|parado|travou|travado|quebrou|preso|emperrou|avariou) … (dentro|entre|gente|conosco|connosco|comigo)
    `,
    preso: lines`
      (pres[oa]s?|trancad[oa]s?) (aqui )?(no|na|dentro do|dentro da) (banheiro|casa de banho|varanda|sacada|quarto|sauna|escada|terraco)
    `,
    ambulância: lines`
      ambulancia
      samu
      (uma|e|emergencia) emergencia
      emergencia medica
      socorro
      (preciso|precisamos|precisa|chama|chamem|chame|manda|mandem|mande) … medico
      medico (rapido|urgente|agora|ja)
      (chama|chamem|chame|liga|liguem) … (policia|bombeiros?)
    `,
    'mal-estar': lines`
      (nao|n|dificuldade|mal) … respira(r|ndo)?
      falta de ar
      (desmaiou|desmaiei|desmaiad[oa]|inconsciente)
      nao (responde|reage|acorda)
      (infarto|enfarte|enfarto|infartando|avc|convulsao|convulsionando|overdose)
      dor(es)? no peito
      (engasgou|engasgad[oa]|engasgando|sufocando|a sufocar)
      (sangrando|sangramento|muito sangue|a sangrar)
      reacao alergica (forte|grave|seria)
      (passando|passou|esta a passar|sentindo|sentindo se) (muito |super )?mal
      (afogando|afogou|a afogar)
      (suicidio|me matar|se matar|matar me)
    `,
    invasão: lines`
      (invadi\w+|arromb\w+) … (quarto|porta|apartamento)
      (alguem|homem|cara|estranho|pessoa|desconhecido|sujeito|tipo) … (tentando|tentou|tenta|mexendo|forcando|querendo|a tentar|a mexer|a forcar) … (abrir|entrar|porta|portas|macaneta)
      (homem|cara|estranho|alguem|desconhecido) (\w+ )?(no meu|no nosso|dentro do|dentro do meu) (quarto|banheiro)
      (seguindo|perseguindo|ameacando|a seguir|a perseguir|a ameacar) (me|a gente|minha|meu|nos)
      me (seguindo|seguiu|perseguindo|ameacou|ameacando|atacou|agrediu)
      (fui|fomos) (assaltad|roubad|agredid|atacad|ameacad)\w+
      (um|tem) ladrao
      (sofri|sofremos|houve) um assalto
    `,
    'criança perdida': lines`
      (perdi|perdemos|nao acho|nao achamos|nao encontro|nao encontramos|sumiu|desapareceu|cade) (o |a )?(meu|minha|nosso|nossa) (filh[oa]|filhinh[oa]|crianca|menin[oa]|bebe|net[oa])
      (filh[oa]|filhinh[oa]|crianca|menin[oa]|bebe|net[oa]) (\w+ ){0,2}(sumiu|desapareceu|perdid[oa])
      crianca (perdida|desaparecida)
    `,
    'trancado fora': lines`
      (trancad[oa]s?|pres[oa]s?|fechad[oa]s?) (\w+ )?(fora|do lado de fora|para fora|pra fora|no corredor)
      porta … (fechou|bateu|trancou|fechou se) … (fora|corredor|atras de mim)
      (cartao|chave) … nao (abre|funciona|funcionou) … (corredor|fora|entrar)
      nao (consigo|conseguimos) entrar no (meu |nosso )?quarto(?! (antes|ate))
    `,
  },
};
