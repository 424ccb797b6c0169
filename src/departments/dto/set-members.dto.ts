import { ArrayMaxSize, IsArray, IsUUID } from 'class-validator';

export class SetMembersDto {
  /** All members; who is left out is none any more. */
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID(undefined, { each: true })
  userIds: string[];
}
