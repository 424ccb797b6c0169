/** The icons of the guest's phone: its bundle carries no others. */
export { Check, CheckCheck, CircleAlert, Clock3, List, SmilePlus } from 'lucide-react';
