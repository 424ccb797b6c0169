export { foundGuestsSql, readGuestSearch, type GuestSearch } from './guest-search.js';
export { hotelCountry } from './hotel-country.js';
export { betterName, displayName, NAME_RANK, usableName, type KnownName, type NameRank } from './naming.js';
export { canonicalPhone, phoneCountry, readTypedNumber, type E164 } from './phone-number.js';
export { firstAddress, guestOfPhone, type FirstAddress } from './reachable-guest.js';
export { recordToldNames, type ToldName } from './told-names.js';
