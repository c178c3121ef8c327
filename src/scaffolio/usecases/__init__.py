"""One module for each thing a user can ask for: request in, result out, no printing."""
