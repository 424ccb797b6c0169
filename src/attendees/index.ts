export { AttendeesModule } from './attendees.module.js';
export { betterName, displayName, NAME_RANK, usableName, type KnownName, type NameRank } from './naming.js';
export { canonicalPhone, phoneCountry, type E164 } from './phone-number.js';
export { recordToldNames, type ToldName } from './told-names.js';
