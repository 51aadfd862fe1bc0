/** Preloaded into a child (`node --import`): when the parent dies in whatever way, the channel closes, and the child stops as told. */
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
});
// Listening keeps the channel open, not the process alive.
process.channel?.unref();
