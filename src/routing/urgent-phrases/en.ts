import { lines, type UrgentLanguage } from './lines.js';

export const EN: UrgentLanguage = {
  harmless: lines`
    fire (place|places|pit|pits|exit|exits|escape|escapes|door|doors|drill|drills|extinguisher|extinguishers|works|side)
    fire (stick|tv|tablet|regulations|safety|fly|flies|wood|truck|engine)
    (open|camp|log|wood|cosy|bon) fire
    fired? up
    light (the|a|our) fire
    no (fire|smoke)( alarm| alarms| detector| detectors)?
    (is|are|do|does|where) … (fire|smoke) (alarm|alarms|detector|detectors)
    (fire|smoke) (alarm |detector )?(test|tests|testing|battery)
    (fire|smoke|gas) (alarm|detector) … (blinks|blinking|flashing|battery|beeps|beeping|chirping)
    smoke (free|room|rooms|area|areas|outside|break|machine|here)
    non smoke
    (can|may|could|do|does|did) (i|we|you|he|she|they|people|guests|one) (still |also |actually )?smoke
    (to|i|we|they|who|people|neighbours|neighbors|guests) smoke
    (cigarette|cigarettes|cigar|cigars|tobacco|weed|vape|stale|second hand) smoke
    smoke (from|of) (a |the |his |her |their |someone s )?(cigarette|cigarettes|cigar|cigars|smokers)
    (room|rooms|bathroom|pillow|pillows|curtains|bed|blanket|sheets|clothes) … smells? (of|like) (old |stale )?smoke
    holy smoke
    gas (station|stations|bill|grill|pedal|money|bbq|stove|hob)
    flood (light|lights|of)
    (dinner|food|chef|party|dj|band|show|you guys) (was|is|were|are) on fire
    locked out of (my |our |the )?(wifi|wi fi|account|app|email|mail|phone|safe|booking|netflix|tv|laptop|internet|profile)
    heart attack (burger|grill)
    stroke of luck
    emergency (exit|exits|contact|number|numbers|phone|kit|light|lights|procedure)
    in (case of )?(an |any )?emergency
  `,
  urgent: {
    fire: lines`
      fire
      on fire
      flames
      something( is| s)? burning
      smells? (of |like )?(something )?burning
      burning smell
    `,
    smoke: lines`
      smoke
    `,
    gas: lines`
      (smell|smells|smelling|stinks|reeks) … gas
      gas (leak|leaking|smell)
      carbon monoxide
    `,
    explosion: lines`
      explosion
      exploded
      a bomb
      sparks … (coming|flying|from|out)
      sparking
      electric shock
      electrocuted
    `,
    flood: lines`
      flood
      flooding
      (is|are|getting|being) flooded
      burst pipe
      pipe (has |just )?burst
      water … (pouring|gushing|rushing|streaming)
      water … (through|out of|down|from) (the |my |our )?(ceiling|wall|walls|light|lamp)
      (toilet|bath|bathtub|sink|water|tub|loo) (is )?overflowing
    `,
    lift: lines`
      (stuck|trapped|locked|caught) (inside |up )?(in )?(the |an? |your |this )?(lift|elevator)
      (lift|elevator) … (stuck|stopped) … (with|between|us|people|inside)
    `,
    trapped: lines`
      (im|i am|i m|we are|we re|were|shes|hes|is|are|got) (stuck|trapped|locked) (in|inside|on) (the |my |our |a )?(bathroom|toilet|room|balcony|sauna|roof|stairwell|terrace|garage|pool|gym)
      trapped
    `,
    ambulance: lines`
      ambulance
      paramedics?
      (an|medical|real|its|it s|is) emergency
      (need|needs|call|get|send|fetch) … (doctor|medic) (now|quick|quickly|please|pls|fast|urgently|immediately)
      (need|needs|call|get|send|fetch) (me |us |him |her )?(a |the )?(doctor|medic)$
      (urgently|quick|quickly) … doctor
      doctor (now|quick|quickly|fast|urgently|immediately)
      call (911|112|999|the police|police)
      police (now|please|pls|quick|quickly)
    `,
    illness: lines`
      (cant|cannot|can not|trouble|difficulty|struggling|hardly|barely|couldnt|stopped|not|isnt) … (breathe|breathing)
      unconscious
      (not|isnt|wont|doesnt) (responding|respond|waking up|wake up)
      (fainted|collapsed|passed out)
      (heart attack|chest pain|chest pains|seizure|anaphylaxis|anaphylactic|overdose|overdosed)
      (a|having|had) stroke
      (is|hes|shes|am|im|keeps) choking
      (severe|bad|serious|strong) allergic reaction
      (bleeding|blood) … (badly|heavily|a lot|everywhere|wont stop)
      (lot|lots) of blood
      is bleeding
      drowning
      (suicide|suicidal)
      kill (myself|himself|herself|themselves)
    `,
    intruder: lines`
      (broke|breaking|broken|break|breaks) (in|into) (my|our|the|a|someone s) (room|door|safe|car|house)
      (someone|somebody|a man|a guy|a stranger|people) … (broke|breaking|broken) in
      (intruder|burglar|burglars|burglary)
      (man|guy|stranger|someone|somebody|person) … (trying|tried|tries|opening|rattling|banging) … (door|doors|handle|handles|get in)
      (man|guy|stranger|someone|somebody) (is |s )?(in|inside|hiding in) (my|our) (room|bathroom|balcony)
      (following|stalking|threatening|attacking|attacked|assaulted|harassing|threatened|chasing) (me|us|her|him|my)
      (has|have|had|with|got|pulled) a (gun|knife on|knife and)
      (been|being|got|getting|was|were) (robbed|mugged|attacked|assaulted|raped|threatened)
    `,
    'lost child': lines`
      (lost|cant find|cannot find|couldnt find) (\w+ )?(my|our|the|a) (\w+ ){0,2}(son|daughter|kid|kids|child|children|toddler|baby|boy|girl|little one)(?! s )
      (my|our|the) (\w+ ){0,2}(son|daughter|kid|child|toddler|baby|boy|girl|little one) (is |has |s |went |just |got ){1,3}(missing|lost|disappeared|gone)
      (lost|missing) (child|kid|toddler|boy|girl)(?! s )
    `,
    'locked out': lines`
      locked out
      (locked|shut) (myself|ourselves|me|us|him|her) out
      (door|it) (just )?(closed|shut|locked|slammed) … behind (me|us)
      (stuck|stranded) … (hall|hallway|corridor)
      (stuck|stranded) outside (my|our|the) (room|door)
      (key|keycard|card) … (standing|waiting|sitting) … (hall|hallway|corridor)
      (cant|cannot|unable to) get (back )?(in|into|inside) (my|our|the) room(?! (until|till|before|yet|at|early))
    `,
  },
};
