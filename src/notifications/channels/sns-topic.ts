/** The topic of exceptions in the automation account, with its subscriptions by mail. */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { type Channel, SendFailed } from '../channel.ts';
import { type OperatorNotice, plainText } from '../notification.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const maxSubject = 100;
const maxBytes = 256_000;

interface TopicOptions {
  readonly topicArn: string;
  readonly sns: () => GenericCalls;
}

export function snsTopic({ topicArn, sns }: TopicOptions): Channel {
  return {
    name: 'sns',
    preview: (notification) => {
      const { Subject, Message } = messageOf(notification);
      return { format: 'text', body: `Subject: ${Subject}\n\n${Message}` };
    },
    async send(notification, signal) {
      try {
        const input = { TopicArn: topicArn, ...messageOf(notification) };
        await sns().call('Publish', input, signal);
      } catch (error) {
        throw new SendFailed(
          `${topicArn} does not accept the message (${classify(error).code})`,
          1,
        );
      }
      return { attempts: 1 };
    },
  };
}

function messageOf(notification: OperatorNotice): {
  readonly Subject: string;
  readonly Message: string;
} {
  const bytes = Buffer.from(plainText(notification) || '-');
  const Message =
    bytes.byteLength <= maxBytes
      ? bytes.toString()
      : `${bytes
          .subarray(0, maxBytes)
          .toString()
          .replace(/\uFFFD+$/, '')}…`;
  return { Subject: subjectOf(notification.title), Message };
}

/** Subjects are printable ASCII, at most a hundred characters, beginning with something else than a space. */
function subjectOf(title: string): string {
  const ascii = title
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]+/g, '?')
    .trim();
  if (ascii.length <= maxSubject) return ascii || 'Exception';
  return `${ascii.slice(0, maxSubject - 3)}...`;
}
