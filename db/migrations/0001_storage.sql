-- Bodies come compressed from the door: Postgres must not spend time on trying again (docs/decisions/0003).
ALTER TABLE "deliveries" ALTER COLUMN "body" SET STORAGE EXTERNAL;
