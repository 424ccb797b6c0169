import { ValidateBy } from 'class-validator';

/** What happens with a guest's message while a department is closed. */
export type OutsideHours = 'queue' | 'auto-reply' | { departmentId: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isOutsideHours(value: unknown): value is OutsideHours {
  if (value === 'queue' || value === 'auto-reply') return true;
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false;
  return 'departmentId' in value && typeof value.departmentId === 'string' && UUID.test(value.departmentId);
}

export const IsOutsideHours = (): PropertyDecorator =>
  ValidateBy({
    name: 'isOutsideHours',
    validator: {
      validate: isOutsideHours,
      defaultMessage: (about) => `${about?.property} must be "queue", "auto-reply" or {"departmentId": "…"}`,
    },
  });
