import type { Surface } from '#platform/slack/surface.ts';
import { type HistorySlackDeps, openHistory, turnPage } from './history.ts';
import { candidateChoices, type LogDeps, openFromCard, openFromMessage, submitLog } from './log.ts';
import { CANDIDATE_SELECT, LOG_MODAL } from './log-modal.ts';

const NEED = 'candidates';

/** Logging what happened, and looking at it. */
export function register(surface: Surface, deps: LogDeps & HistorySlackDeps): void {
  surface.action('touchpoint_log', NEED, (request) => openFromCard(deps, request));
  surface.shortcut('log_touchpoint', NEED, (request) => openFromMessage(deps, request));
  surface.options(CANDIDATE_SELECT, NEED, (request) => candidateChoices(deps, request));
  surface.view(LOG_MODAL, NEED, (request) => submitLog(deps, request));
  surface.action('candidate_history', NEED, (request) => openHistory(deps, request));
  surface.action(/^history_(?:next|previous)$/, NEED, (request) => turnPage(deps, request));
}
