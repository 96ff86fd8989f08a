import { OnInventoryAccount } from '../../functions/route-handlers.ts';
import { lambdaHandler } from '../lambda-handler.ts';

export const handler = lambdaHandler(OnInventoryAccount);
