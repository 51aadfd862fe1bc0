import { type Provider } from '@nestjs/common';
import { DoorOpeningKeeper } from './door-opening-keeper.js';
import { DoorOpenings } from './door-openings.js';
import { EndDoorOpening } from './end-door-opening.js';
import { OpenDoor } from './open-door.js';

/** Opening a door by a person's word. */
export const doorControlProviders: readonly Provider[] = [DoorOpeningKeeper, DoorOpenings, EndDoorOpening, OpenDoor];
