/** What every calendar needs: its looks, and the names of months and days. */
import "@mantine/dates/styles.layer.css";
import "dayjs/locale/ru";
