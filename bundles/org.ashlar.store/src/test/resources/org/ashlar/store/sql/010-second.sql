-- ashlar: no-transaction
create table b ();
