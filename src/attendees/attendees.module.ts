import { Module } from '@nestjs/common';

import { GuestsController } from './guests.controller.js';
import { GuestsRepository } from './guests.repository.js';
import { Guests } from './guests.service.js';

@Module({ controllers: [GuestsController], providers: [Guests, GuestsRepository] })
export class AttendeesModule {}
