import { IsEmail, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class LoginDto {
  /** @example 'maria@aurora.example' */
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsString()
  @MaxLength(1000)
  password: string;

  /** Which hotel, for people who work for several. */
  @IsOptional()
  @IsUUID()
  hotelId?: string;
}
