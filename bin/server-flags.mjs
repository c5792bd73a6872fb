/**
 * How much memory Node may take before it collects: left alone it takes what the machine has. 512 MB is twice what a
 * server under load holds (docs/performance.md), so that a large import has room.
 */
export const serverFlags = ['--max-semi-space-size=8', '--max-old-space-size=512']
