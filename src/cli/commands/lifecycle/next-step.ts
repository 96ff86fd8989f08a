/** What a decision does, in words. */

import type { AccountDecision } from '../../../lifecycle/model/decision.ts';
import { shortTime } from './time-text.ts';

export function nextStep({ action }: AccountDecision): string {
  switch (action.do) {
    case 'wait':
      return 'nothing, until an event arrives or the deadline passes';
    case 'forget':
      return 'its record is deleted';
    case 'enter':
      return `it becomes ${action.state}`;
    case 'arrive':
      return 'its state is published, and it leaves the state';
    case 'retag':
      return `its tags ${Object.keys(action.set).join(', ')} are corrected`;
    case 'build':
      return `${action.purpose} is started`;
    case 'report-late':
      return `it is published that the ${action.purpose} takes long`;
    case 'report-state':
      return 'its unknown state is published';
    case 'report-build':
      return 'the failure of the build is published';
    case 'finish':
      return 'its transaction ends';
    case 'fail':
      return `its transaction fails, and is retried after ${shortTime(new Date(action.retryAt).toISOString())}`;
  }
}
