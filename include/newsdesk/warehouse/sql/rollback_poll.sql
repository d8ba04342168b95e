-- Undo one poll inside the transaction of several.
rollback to savepoint poll
