/**
 * The log for operators: one JSON object a line. No address, name, text, key, token or body ever goes in:
 * only what a caller names, and of an error its kind, message and stack.
 */
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: plainError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Errors of libraries carry more, as the body that would not parse. */
function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return { kind: error.name, message: error.message, stack: error.stack };
}
