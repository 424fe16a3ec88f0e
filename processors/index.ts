import type { Channel } from '../contracts/capture';
import type { Processor } from '../contracts/processor';
import { jobs } from './jobs';
import { publish } from './publish';
import { uploads } from './uploads';
import { webhooks } from './webhooks';
import { websocket } from './websocket';

/** The code that runs for each channel: edit here. */
export const processors: Record<Channel, Processor> = { publish, jobs, uploads, webhooks, websocket };
