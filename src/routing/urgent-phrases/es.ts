import { lines, type UrgentLanguage } from './lines.js';

export const ES: UrgentLanguage = {
  harmless: lines`
    fuegos? artificial(es)?
    a fuego (lento|medio|vivo)
    (tienes|tiene|tienen|teneis) fuego
    (humo|olor) (de|a) (cigarro|cigarros|cigarrillo|cigarrillos|tabaco|puro|puros)
    libre de humos?
    (detector|detectores|alarma) de (humo|humos|incendio|incendios) (parpadea|pita|sin pila)
    (no hay|hay|tienen|donde esta el|donde esta la) (detector|detectores|alarma|alarmas) de (humo|humos|incendios?)
    (detector|detectores) de humos?
    (agua|aguas|bombona|estacion) (de |con |sin )?gas
    (con|sin) gas
    (salida|escalera|luz|telefono|numero|contacto) de (emergencia|emergencias|incendio|incendios)
    en caso de (emergencia|incendio)
    chispas de chocolate
  `,
  urgent: {
    fuego: lines`
      fuego
      incendio
      en llamas
      (se|esta) (esta )?(quema|quemando|quemandose|ardiendo|incendiando) (la|el|algo|una|un|todo)
      (algo|se) (se )?esta quemando
      (olor|huele) a quemado
    `,
    humo: lines`
      humo
      humareda
    `,
    gas: lines`
      (olor|huele|fuga|escape|oliendo) … gas
    `,
    explosión: lines`
      explosion
      exploto
      (una|amenaza de) bomba (en|aqui)
      (echa|echando|salen|saltan|saltando|soltando) chispas
      descarga electrica
      calambrazo
    `,
    inundación: lines`
      inundacion(es)?
      (inundando|inundad[oa]|inundo|inunda)
      (tuberia|cano|caneria|manguera) … (rota|roto|revento|reventada|reventado|exploto)
      (revento|reventado|se rompio) (la|una|el|un) (tuberia|cano|caneria)
      agua … (del techo|por el techo|a chorros)
      (wc|inodoro|water|retrete|banera|lavabo) … (desborda|desbordando|desbordado)
    `,
    ascensor: lines`
      (atrapad[oa]s?|encerrad[oa]s?|atascad[oa]s?|metid[oa]s?|atorad[oa]s?|atrapados) … (ascensor|elevador)
      (ascensor|elevador) … (paro|parado|atasco|atascado|bloqueado|trabado|atoro|averiado) … (dentro|entre|nosotros|gente|conmigo)
    `,
    atrapado: lines`
      (atrapad[oa]s?|encerrad[oa]s?) (\w+ )?en (el|la|mi|nuestro|nuestra) (bano|balcon|habitacion|terraza|sauna|escalera|azotea|cuarto)
    `,
    ambulancia: lines`
      ambulancia
      (una|es|emergencia) emergencia
      emergencia medica
      socorro
      auxilio
      (necesito|necesitamos|necesita|llame|llamen|llama|llamad|manden|envien) … medico
      medico (urgente|ya|rapido|ahora)
      (llame|llamen|llama|llamad|avisen) … (policia|bomberos)
    `,
    enfermedad: lines`
      (no|apenas) (\w+ ){0,3}respira(r|ndo)?
      (me|se|esta) (ahogo|ahoga|ahogando)
      ahogandose
      desmay(o|e|ado|ada|andose)
      inconsciente
      no (responde|reacciona|despierta)
      (infarto|derrame cerebral|convulsion|convulsiones|convulsionando|sobredosis)
      dolor … pecho
      (atragant\w+|desangra\w*)
      (sangrando|sangra mucho|mucha sangre)
      reaccion alergica (fuerte|grave)
      (suicid\w+|matarme|matarse)
    `,
    intruso: lines`
      (alguien|hombre|tipo|desconocido|persona) … (intentando|intenta|intento|trata|tratando|queriendo|forzando|quiere) … (abrir|entrar|puerta|puertas)
      (forz\w+|reventaron|revento) (la|mi|nuestra) (puerta|habitacion|cerradura)
      (alguien|hombre|tipo|desconocido) (\w+ )?(en|dentro de) (mi|nuestra) (habitacion|bano|cuarto|terraza)
      entraron? (a robar|en mi|a mi|en nuestra|a nuestra)
      (siguiendo|persiguiendo|acosando|amenazando|atacando)(me|nos|la)
      me (sigue|siguen|persigue|persiguen|amenaza\w*|ataco|atacaron|agredio|estan siguiendo|esta siguiendo)
      (me|nos) (han |acaban de )?(robado|robaron|asaltado|asaltaron|atracado|atracaron|agredido|robar|atracar)
      (un|hay) (ladron|ladrones|intruso)
    `,
    'niño perdido': lines`
      (perdi|perdimos|perdido|no encuentro|no encontramos) a (mi|nuestr[oa]|un|una) (hij[oa]|hijit[oa]|nin[oa]|nen[ea]|bebe|niet[oa])
      (no encuentro|no encontramos) (mi|nuestr[oa]) (hij[oa]|nin[oa]|bebe|niet[oa])
      (hij[oa]|hijit[oa]|nin[oa]|nen[ea]|bebe|niet[oa]) (\w+ ){0,2}(se perdio|se ha perdido|desaparecio|ha desaparecido|desaparecid[oa]|perdid[oa])
    `,
    'fuera sin llave': lines`
      (encerrad[oa]s?|tirad[oa]s?|quedad[oa]|quede|quedamos) (\w+ )?(fuera|afuera|en el pasillo)
      puerta … (cerro|cerrado) … (fuera|afuera|pasillo|dentro)
      (tarjeta|llave) (\w+ ){0,2}no (\w+ ){0,2}(abre|funciona|va) … (pasillo|fuera|afuera|entrar)
      no (puedo|podemos) entrar (en|a) (mi|la|nuestra) (habitacion|cuarto)(?! (hasta|antes))
    `,
  },
};
