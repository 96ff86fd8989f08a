/** Handles a message to Microsoft Teams that an operator or a rule has put on the bus. */

import * as z from 'zod';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { ignored } from '../../lifecycle/handlers/handler-result.ts';
import { decodePayloadEvent } from '../../model/payload-event.ts';
import { notify } from '../../notifications/notify.ts';
import { openTeamsChannels } from '../../notifications/open-channels.ts';
import type { Fetch } from '../../notifications/post-webhook.ts';

const messageSchema = z.object({
  Subject: z.string().default('*no title*'),
  Message: z.string().default('*no message*'),
});

/** `fetch`: default, the network. */
export function toMicrosoftTeams(fetch?: Fetch): EventHandler {
  return async (lifecycle, event) => {
    const { hub, clock } = lifecycle;
    const expected = { environment: hub.environment, hubId: hub.accountId };
    const decoded = decodePayloadEvent(event, expected);
    if ('rejected' in decoded) return ignored(decoded.rejected);
    const { label, payload } = decoded.value;
    if (label !== 'MessageToMicrosoftTeams') return ignored(`Unexpected event label '${label}'`);
    const { Subject: title, Message: message } = messageSchema.parse(payload);
    const channels = openTeamsChannels(lifecycle, fetch);
    const { id = title } = z.object({ id: z.string() }).partial().safeParse(event).data ?? {};
    const notice = { id, label, title, message, facts: [], links: [] };
    const results = await notify(channels, notice, clock);
    const notes = channels.length === 0 ? ['the settings name no channel of Microsoft Teams'] : [];
    return { did: 'exception', label, channels: results, notes };
  };
}
