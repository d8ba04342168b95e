-- Begin one poll inside the transaction of several.
savepoint poll
