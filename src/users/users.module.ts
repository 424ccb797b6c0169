import { Module } from '@nestjs/common';

import { MailModule } from '../mail/index.js';
import { UserAccessController } from './user-access.controller.js';
import { UserLinks } from './user-links.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { Users } from './users.service.js';

@Module({
  imports: [MailModule],
  controllers: [UsersController, UserAccessController],
  providers: [UserLinks, Users, UsersRepository],
  exports: [Users],
})
export class UsersModule {}
