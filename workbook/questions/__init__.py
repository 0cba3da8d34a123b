"""What the workbook asks: one package of questions for each notebook."""
