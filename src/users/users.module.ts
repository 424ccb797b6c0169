import { Module } from '@nestjs/common';

import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { Users } from './users.service.js';

@Module({ controllers: [UsersController], providers: [Users, UsersRepository], exports: [Users] })
export class UsersModule {}
