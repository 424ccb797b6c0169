import { IsUUID } from 'class-validator';

export class MergeGuestDto {
  /** The guest who is joined with the one of the address, or taken apart from them again. */
  @IsUUID()
  guestId: string;
}
